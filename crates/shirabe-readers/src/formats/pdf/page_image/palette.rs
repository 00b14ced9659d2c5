//! A small PNG of many colours: [`png`].

use std::collections::BTreeMap;

/// PNG knows palettes of at most so many colours (ISO/IEC 15948, 11.2.2).
const MOST_COLOURS: usize = 256;
/// Colours are counted by the upper five bits of their parts.
const BITS: usize = 5;
/// Two colours of the palette are at first at least this far apart (in 255ths, by the sum of the squares),
/// so that a rare red among many shades of a photograph has an entry of its own. Not measured.
const APART: i32 = 24 * 24;

type Colour = [u8; 3];

/// The file. Up to 256 colours stay as they are; more are reduced to the 256 that are nearest to most pixels.
pub(super) fn png(pixels: &[Colour], width: u32, height: u32) -> Option<Vec<u8>> {
    let (colours, indices) = exact(pixels).unwrap_or_else(|| reduced(pixels));
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(colours.concat());
    // Filters help photographs and cost an indexed image: 2 % to 30 % on the pages that were looked at.
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_compression(png::Compression::Balanced);
    encoder.write_header().ok()?.write_image_data(&indices).ok()?;
    Some(out)
}

/// All colours, if there is room for them.
fn exact(pixels: &[Colour]) -> Option<(Vec<Colour>, Vec<u8>)> {
    let mut known: BTreeMap<Colour, u8> = BTreeMap::new();
    let mut indices = Vec::with_capacity(pixels.len());
    let mut last: Option<(Colour, u8)> = None;
    for pixel in pixels {
        let index = match last {
            Some((colour, index)) if colour == *pixel => index,
            _ => {
                let next = u8::try_from(known.len());
                match known.get(pixel) {
                    Some(index) => *index,
                    None => *known.entry(*pixel).or_insert(next.ok()?),
                }
            }
        };
        last = Some((*pixel, index));
        indices.push(index);
    }
    let mut colours = vec![[0; 3]; known.len()];
    for (colour, index) in known {
        if let Some(entry) = colours.get_mut(usize::from(index)) {
            *entry = colour;
        }
    }
    Some((colours, indices))
}

/// The pixels of one class of colours.
#[derive(Clone, Copy, Default)]
struct Class {
    n: u32,
    sums: [u32; 3],
}

impl Class {
    fn mean(self) -> Colour {
        self.sums.map(|sum| (sum / self.n.max(1)) as u8)
    }
}

fn class(colour: Colour) -> usize {
    colour.iter().fold(0, |class, part| class << BITS | usize::from(*part) >> (8 - BITS))
}

fn reduced(pixels: &[Colour]) -> (Vec<Colour>, Vec<u8>) {
    let mut classes = vec![Class::default(); 1 << (3 * BITS)];
    for pixel in pixels {
        if let Some(class) = classes.get_mut(class(*pixel)) {
            class.n += 1;
            for (sum, part) in class.sums.iter_mut().zip(pixel) {
                *sum += u32::from(*part);
            }
        }
    }
    let colours = chosen(&classes);
    let nearest = |class: &Class| {
        let mean = class.mean();
        let entries = colours.iter().enumerate();
        let nearest = entries.min_by_key(|(_, entry)| distance(**entry, mean));
        nearest.map_or(0, |(index, _)| index as u8)
    };
    let index: Vec<u8> =
        classes.iter().map(|class| if class.n == 0 { 0 } else { nearest(class) }).collect();
    let of = |pixel: &Colour| index.get(class(*pixel)).copied().unwrap_or_default();
    let indices = pixels.iter().map(of).collect();
    (colours, indices)
}

/// The commonest colours that are apart from each other, and then the commonest of the rest.
fn chosen(classes: &[Class]) -> Vec<Colour> {
    let mut by_number: Vec<&Class> = classes.iter().filter(|class| class.n > 0).collect();
    by_number.sort_by_key(|class| std::cmp::Reverse(class.n));
    let mut colours: Vec<Colour> = Vec::with_capacity(MOST_COLOURS);
    let mut rest = Vec::new();
    for class in by_number {
        let mean = class.mean();
        let is_apart = colours.iter().all(|colour| distance(*colour, mean) >= APART);
        if is_apart && colours.len() < MOST_COLOURS { colours.push(mean) } else { rest.push(mean) }
    }
    let room = MOST_COLOURS.saturating_sub(colours.len());
    colours.extend(rest.into_iter().take(room));
    colours
}

fn distance(a: Colour, b: Colour) -> i32 {
    a.iter().zip(b).map(|(a, b)| (i32::from(*a) - i32::from(b)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(file: &[u8]) -> Vec<Colour> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut bytes).unwrap();
        bytes.as_chunks::<3>().0.to_vec()
    }

    #[test]
    fn few_colours_stay_as_they_are() {
        let pixels = [[255, 255, 255], [1, 2, 3], [255, 0, 0], [1, 2, 3]];
        assert_eq!(decoded(&png(&pixels, 2, 2).unwrap()), pixels);
    }

    #[test]
    fn of_many_colours_a_rare_one_that_is_like_no_other_stays() {
        let mut pixels: Vec<Colour> =
            (0..4096_u32).map(|n| [(n % 64 * 4) as u8, (n / 64 * 4) as u8, 90]).collect();
        pixels[2000] = [255, 0, 255];
        let seen = decoded(&png(&pixels, 64, 64).unwrap());
        assert!(distance(seen[2000], [255, 0, 255]) < APART);
        let worst = seen.iter().zip(&pixels).map(|(a, b)| distance(*a, *b)).max();
        assert!(worst < Some(2_000), "{worst:?}");
    }
}
