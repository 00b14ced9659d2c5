//! What stands on a slide: [`Shape`].

use crate::formats::block_builder::Passage;
use crate::formats::grid::Grid;
use crate::formats::office::chart::Chart;

/// A rectangle on a slide, in English metric units (914,400 to the inch).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Frame {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Frame {
    pub(super) fn right(self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(self) -> f64 {
        self.y + self.height
    }

    pub(super) fn middle(self) -> f64 {
        self.y + self.height / 2.0
    }
}

/// What a shape is on its slide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    /// The number of the slide.
    Number,
    /// Date, footer, and what repeats from slide to slide.
    Furniture,
    #[default]
    Content,
}

impl Role {
    pub(super) fn is_frame(self) -> bool {
        matches!(self, Role::Number | Role::Furniture)
    }
}

/// A paragraph in a shape.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    pub(super) passage: Passage,
    /// How deep in a list; 0 outside.
    pub(super) depth: u8,
    /// Its largest characters, in hundredths of a point.
    pub(super) size: i64,
}

/// What a shape holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Text(Vec<Paragraph>),
    Table(Grid),
    Chart(Chart),
}

/// A shape with text.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) frame: Frame,
    pub(super) role: Role,
    pub(super) content: Content,
}
