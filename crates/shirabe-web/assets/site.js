// Everything here is extra: each page works without it.
// No text may span lines: the minifier drops comment lines and indentation.
"use strict";
(() => {
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector) => [...document.querySelectorAll(selector)];
const make = (name, attributes, text) => {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  if (text) element.textContent = text;
  return element;
};
const say = (text) => { $("#say").textContent = text; };
const input = $("#q");
// The path below which the site stands, where it does not stand at the root.
const base = document.documentElement.dataset.base ?? "";

// Suggestions: a combobox (ARIA 1.2, list autocomplete with manual selection) that leaves an input
// method alone: nothing is asked, shown or chosen while text is being converted.
let composing = false;
let close = () => false;
const converting = (event) => event.isComposing || event.keyCode === 229 || composing;
if (input) {
  const list = make("ul", { id: "suggestions", role: "listbox", "aria-label": "検索語の候補", hidden: "" });
  input.closest(".field").append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", "suggestions"]]) input.setAttribute(name, value);
  let timer, request, active = -1;
  const options = () => [...list.children];
  close = () => {
    const was = !list.hidden;
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    return was;
  };
  const stop = () => { clearTimeout(timer); if (request) request.abort(); };
  const move = (to) => {
    active = to;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else { input.setAttribute("aria-activedescendant", options()[active].id); options()[active].scrollIntoView({ block: "nearest" }); }
  };
  const choose = (option) => { input.value = option.dataset.text; close(); input.form.requestSubmit(); };
  const show = (suggestions, before) => {
    list.replaceChildren(...suggestions.map(({ text, kind }, index) => {
      const option = make("li", { id: "s" + index, role: "option", "aria-selected": "false" }, before + text);
      option.dataset.text = before + text;
      option.append(make("span", { class: "meta" }, " " + kind));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return option;
    }));
    active = -1;
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (!list.hidden) say(suggestions.length + "件の候補があります");
  };
  const ask = () => {
    stop();
    // The last word is completed; those before it stay.
    const before = input.value.match(/^.*[\s　]/)?.[0] ?? "";
    const typed = input.value.slice(before.length);
    if (!typed) { close(); return; }
    timer = setTimeout(async () => {
      const mine = request = new AbortController();
      try {
        const answer = await fetch(base + "/api/v1/suggest?q=" + encodeURIComponent(typed), { signal: mine.signal });
        if (!answer.ok) return;
        const { suggestions } = await answer.json();
        if (mine === request && !composing && document.activeElement === input && input.value === before + typed) show(suggestions, before);
      } catch { /* a search box without suggestions is still a search box */ }
    }, 150);
  };
  input.addEventListener("compositionstart", () => { composing = true; stop(); close(); });
  input.addEventListener("compositionend", () => { composing = false; ask(); });
  input.addEventListener("input", (event) => { if (!converting(event)) ask(); });
  input.addEventListener("blur", () => { stop(); close(); });
  input.addEventListener("keydown", (event) => {
    if (converting(event)) return;
    const n = options().length;
    // Browsers would empty the field.
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); stop(); if (!close()) input.blur(); }
    else if (list.hidden || !n) return;
    else if (event.key === "ArrowDown") { event.preventDefault(); move(active + 1 < n ? active + 1 : -1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(active < 0 ? n - 1 : active - 1); }
    else if (event.key === "Enter" && active >= 0) { event.preventDefault(); choose(options()[active]); }
  });
}

// Empty fields of a form have no place in an address.
for (const form of document.forms) form.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (value === "" && name !== "q") formData.delete(name);
});

// Hits of a section, one after the other. A key moves the focus to the hit; a button keeps it, so that
// it can be pressed again, and what stands there is said.
const hits = $$("mark[id^=hit-]");
let hit = -1;
const here = make("span", {});
const go = (to, button) => {
  if (!hits.length) return;
  hit = (to + hits.length) % hits.length;
  hits.forEach((mark, index) => mark.toggleAttribute("data-here", index === hit));
  if (!button) { hits[hit].tabIndex = -1; hits[hit].focus({ preventScroll: true }); }
  hits[hit].scrollIntoView({ block: "center" });
  here.textContent = hit + 1 + " / ";
  const text = button ? "、" + hits[hit].closest("h1, p, li, tr").textContent.trim().slice(0, 100) : "";
  say("該当 " + (hit + 1) + " / " + hits.length + text);
};
const bar = $("#hits");
if (bar && hits.length) {
  const links = $("ol", bar);
  const where = make("p", { class: "walk" });
  $("b", bar).prepend(here);
  bar.classList.add("walking");
  for (const [name, step] of [["前の箇所", -1], ["次の箇所", 1]]) {
    const button = make("button", { type: "button" }, name);
    button.addEventListener("click", () => go(hit < 0 && step < 0 ? -1 : hit + step, true));
    where.append(button);
  }
  if (links) links.replaceWith(where); else bar.append(where);
  const shade = make("button", { type: "button" }, "印を消す");
  shade.addEventListener("click", () => {
    shade.textContent = $(".found").classList.toggle("plain") ? "印を付ける" : "印を消す";
  });
  where.append(shade);
  // Where the hits stand in the page: a strip beside the scroll bar.
  const strip = make("div", { class: "strip", "aria-hidden": "true" });
  const lay = () => strip.replaceChildren(...hits.map((mark) => {
    const tick = make("i", {});
    tick.style.top = 100 * (mark.getBoundingClientRect().top + scrollY) / document.documentElement.scrollHeight + "%";
    return tick;
  }));
  document.body.append(strip);
  addEventListener("load", lay);
  addEventListener("resize", lay);
  // Nothing that is jumped to stands behind the bar.
  const clear = () => {
    const sticks = getComputedStyle(bar).position === "sticky";
    document.documentElement.style.scrollPaddingTop = sticks ? bar.offsetHeight + 24 + "px" : "";
  };
  clear();
  addEventListener("resize", clear);
  const start = hits.findIndex((mark) => "#" + mark.id === location.hash);
  if (start >= 0) { hit = start; here.textContent = start + 1 + " / "; }
}

// Copy buttons, for what can be copied.
const copier = (name, label, text) => {
  const button = make("button", { type: "button", class: "copy", "aria-label": label }, name);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(await text());
      say("コピーしました");
      button.textContent = "コピーしました";
      setTimeout(() => { button.textContent = name; }, 3000);
    } catch { say("コピーできませんでした"); }
  });
  return button;
};
if (navigator.clipboard) for (const source of $$("[data-copy]")) {
  source.after(copier("コピー", source.dataset.copy + "をコピー", () => source.textContent.trim()));
}

// ¶: one tab stop for all, arrows lead on, and a small menu says what can be done with the paragraph.
const place = $(".text[data-address]");
const pilcrows = place ? $$(".pilcrow") : [];
const rest = (on) => pilcrows.forEach((other) => { other.tabIndex = other === on ? 0 : -1; });
rest(pilcrows[0]);
for (const [index, pilcrow] of pilcrows.entries()) {
  pilcrow.addEventListener("keydown", (event) => {
    const next = pilcrows[index + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    if (next) { event.preventDefault(); rest(next); next.focus(); }
  });
  pilcrow.addEventListener("click", () => {
    rest(pilcrow);
    const menu = $(".deeds");
    if (menu) menu.remove();
    if (menu && menu.previousSibling === pilcrow) return;
    const id = pilcrow.hash.slice(1);
    const { address } = place.dataset;
    const deeds = make("span", { class: "deeds", role: "group", "aria-label": "段落" + id.slice(1) });
    const cite = make("a", { href: address + "?p=" + id.slice(1) + "#cite-text" }, "この段落を引用");
    if (navigator.clipboard) deeds.append(copier("リンクをコピー", "リンクをコピー", () => $("link[rel=canonical]").href + "#" + id));
    deeds.append(cite);
    if (navigator.clipboard) deeds.append(copier("引用文と出典をコピー", "引用文と出典をコピー", async () => {
      const copy = pilcrow.parentElement.cloneNode(true);
      copy.querySelectorAll(".pilcrow, .deeds, .page, ul").forEach((part) => part.remove());
      const source = await (await fetch(address + ".txt?p=" + id.slice(1))).text();
      return "「" + copy.textContent.trim() + "」\n" + source.trim();
    }));
    pilcrow.after(deeds);
  });
}

// What came by POST cannot be gone back to. The draft stays with its entry of the history, and is verified
// again by who comes back.
const draft = $("#draft");
if (draft && $(".checked")) history.replaceState({ draft: draft.value }, "");
else if (draft && history.state && history.state.draft) { draft.value = history.state.draft; draft.form.submit(); }

// The table of contents shows where the reader is.
const current = $(".toc-scroll [aria-current]");
if (current) current.closest(".toc-scroll").scrollTop = current.offsetTop - 100;

// A link into a closed part opens it.
const reveal = () => {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target && target.closest("details");
  if (details && !details.open) { details.open = true; target.scrollIntoView(); }
};
addEventListener("hashchange", reveal);
reveal();

// Keys of one character; a reader can switch them off (WCAG 2.1.4).
const OFF = "shirabe-keys-off";
const stored = () => { try { return localStorage.getItem(OFF); } catch { return null; } };
const keysSwitch = $("#keys-switch");
if (keysSwitch) {
  const label = make("label", { class: "check" });
  const box = make("input", { type: "checkbox" });
  box.checked = !stored();
  box.addEventListener("change", () => {
    try { if (box.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1"); } catch { say("設定を保存できませんでした"); }
  });
  label.append(box, make("span", {}, "一文字のキー操作を使う"));
  keysSwitch.after(label);
}
const results = $$(".results h3 a");
const step = (by) => {
  if (!results.length) return;
  const at = results.indexOf(document.activeElement);
  results[Math.max(0, Math.min(results.length - 1, at + by))].focus();
};
const follow = (selector, root) => { const link = $(selector, root); if (link) link.click(); };
// The table of keys comes from the help page and is shown over this one.
function showKeys() {
  const known = $("#keys-dialog");
  if (known) { known.showModal(); return; }
  const request = new XMLHttpRequest();
  request.open("GET", base + "/help");
  request.responseType = "document";
  request.onload = () => {
    const table = request.response && request.response.querySelector("#keys + section");
    if (!table) { location.href = base + "/help#keys"; return; }
    const dialog = make("dialog", { id: "keys-dialog", "aria-label": "キー操作" });
    const form = make("form", { method: "dialog" });
    form.append(make("button", { autofocus: "" }, "閉じる"));
    dialog.append(document.importNode(table, true), form);
    document.body.append(dialog);
    dialog.showModal();
  };
  request.send();
}
const keys = {
  "/": () => { if (input) { input.focus(); input.select(); } },
  "?": showKeys,
  j: () => step(1),
  k: () => step(-1),
  n: () => go(hit + 1),
  p: () => go(hit < 0 ? -1 : hit - 1),
  "[": () => follow(".neighbours a[rel=prev]"),
  "]": () => follow(".neighbours a[rel=next]"),
  c: () => {
    const panel = $("#cite");
    if (panel) { panel.open = true; $("summary", panel).focus(); }
    else follow("a.cite", document.activeElement.closest("article") || document);
  },
  t: () => { const toc = $("#toc"); if (toc) { toc.tabIndex = -1; toc.focus(); toc.scrollIntoView({ block: "nearest" }); } },
};
addEventListener("keydown", (event) => {
  if (converting(event) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "Escape") { if (document.activeElement) document.activeElement.blur(); return; }
  if ($("dialog[open]")) return;
  if (stored() || !Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});
})();
