const rows = all("li[id^=n]");
const search = $("#search"), count = $("#count"), only = $("#only");
const at = (row) => document.getElementById("b" + row.id.slice(1));
const reasonLinks = (row) => all(":scope > .line > .why a[href^='#n'], :scope > section > .line > .why a[href^='#n']", row)
  .map((a) => document.getElementById(a.hash.slice(1)));
// What a row rests on: the rows its reason names, the rows under a heading, the line before.
const needs = new Map(rows.map((row) => [row, new Set()]));
const users = new Map(rows.map((row) => [row, new Set()]));
for (const row of rows) {
  const own = [...reasonLinks(row), ...all(":scope > section > ol > li[id^=n]", row)];
  if (row.classList.contains("cont")) own.push(row.previousElementSibling);
  for (const other of own) {
    if (other && other !== row && needs.has(other)) {
      needs.get(row).add(other);
      users.get(other).add(row);
    }
  }
}
const closure = (row, graph) => {
  const seen = new Set(), stack = [row];
  while (stack.length) for (const r of graph.get(stack.pop())) if (!seen.has(r)) { seen.add(r); stack.push(r); }
  seen.delete(row);
  return seen;
};
const selected = () => needs.has(named()) ? named() : null;
const visible = () => rows.filter((r) => r.offsetParent !== null);

function filter() {
  const words = search ? search.value.trim().toLowerCase() : "";
  const row = selected();
  const wanted = only && only.checked && row ? closure(row, needs).add(row) : null;
  let shown = 0;
  const keep = new Set();
  for (const r of rows) {
    const hit = (!words || $(".line", r).textContent.toLowerCase().includes(words)) && (!wanted || wanted.has(r));
    if (hit) { shown += 1; for (let p = r; p; p = p.parentElement) keep.add(p); }
  }
  for (const r of rows) r.hidden = !keep.has(r);
  if (count) count.textContent = words || wanted ? `${shown} of ${rows.length}` : "";
}

const drawing = $(".cone svg"), frame = $(".cone");
function mark(row, above, below) {
  for (const [set, name] of [[above, "up"], [below, "down"]]) for (const r of set) {
    r.classList.add(name);
    at(r)?.classList.add(name);
  }
  let place = row;
  while (place && !at(place)) place = place.parentElement.closest("li[id^=n]");
  if (!place) return;
  const box = at(place);
  box.classList.add("sel");
  reveal(box);
}
function reveal(box) {
  if (!box) return;
  const a = box.getBoundingClientRect(), b = frame.getBoundingClientRect();
  if (a.left < b.left || a.right > b.right) frame.scrollLeft += a.left - b.left - (b.width - a.width) / 2;
  if (a.top < b.top || a.bottom > b.bottom) frame.scrollTop += a.top - b.top - (b.height - a.height) / 2;
}

function select() {
  const row = selected();
  for (const r of all("[aria-current=step],.up,.down,.sel")) {
    r.removeAttribute("aria-current");
    r.classList.remove("up", "down", "sel");
  }
  for (let d = named(); d; d = d.parentElement) if (d.localName === "details") d.open = true;
  if (row) {
    if (row.hidden) {
      if (search) search.value = "";
      if (only) only.checked = false;
      filter();
    }
    const above = closure(row, needs), below = closure(row, users);
    row.setAttribute("aria-current", "step");
    mark(row, above, below);
    say(`Row ${row.id.slice(1)}: rests on ${above.size} rows, ${below.size} rest on it`);
    row.scrollIntoView({ block: "nearest" });
  }
  if (only && only.checked) filter();
  overview();
}

const go = (row) => {
  if (!row) return false;
  location.hash = row.id;
  $(".num", row).focus({ preventScroll: true });
};
const goal = rows.filter((r) => r.classList.contains("theorem")).pop();
const move = (by) => () => {
  const list = visible(), i = list.indexOf(selected());
  return go(list[Math.max(0, Math.min(list.length - 1, i < 0 ? 0 : i + by))]);
};
const inside = (act) => (event) => event.target.closest?.("#proof") ? act() : false;
keys.j = move(1);
keys.k = move(-1);
keys.u = () => go([...needs.get(selected() || goal)].pop());
keys.d = () => go([...users.get(selected() || goal)][0]);
keys.g = () => go(goal);
keys.o = () => follow(selected() && $(".page", selected()));
keys.ArrowDown = inside(keys.j);
keys.ArrowUp = inside(keys.k);
keys.Escape = () => hide();
addEventListener("hashchange", select);
if (search) search.addEventListener("input", filter);
if (only) only.addEventListener("change", filter);
$("#proof")?.addEventListener("click", (event) => {
  const line = event.target.closest(".line");
  if (line && !event.target.closest("a") && getSelection().isCollapsed) location.hash = line.closest("li").id;
});

// What a link means, shown beside it while it has the pointer or the focus; a tap shows it first.
const pop = document.createElement("div");
pop.id = "pop";
pop.popover = "manual";
pop.setAttribute("role", "tooltip");
document.body.append(pop);
let owner = null;
function hide() {
  if (owner) owner.removeAttribute("aria-describedby");
  owner = null;
  if (pop.matches(":popover-open")) pop.hidePopover();
}
function preview(link) {
  const target = link.hash ? document.getElementById(link.hash.slice(1)) : $(`#proof .page[href="${link.getAttribute("href")}"]`)?.closest("li");
  if (!target || owner === link || !pop.showPopover) return;
  hide();
  const part = (target.localName === "li" ? $(".line", target).children[1] : target).cloneNode(true);
  for (const e of [part, ...all("[id]", part)]) e.removeAttribute("id");
  pop.replaceChildren(part);
  pop.showPopover();
  const a = link.getBoundingClientRect(), b = pop.getBoundingClientRect();
  pop.style.left = `${Math.max(8, Math.min(a.left, innerWidth - b.width - 8))}px`;
  pop.style.top = `${a.bottom + b.height + 12 < innerHeight ? a.bottom + 4 : Math.max(8, a.top - b.height - 4)}px`;
  link.setAttribute("aria-describedby", "pop");
  owner = link;
}
const meaning = (event) => event.target.closest?.(".why a[href^='#'],.rests a");
let touched = false;
addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; if (event.target !== owner) hide(); });
addEventListener("click", (event) => {
  const link = meaning(event);
  if (touched && link && link.classList.contains("def") && owner !== link) { event.preventDefault(); preview(link); }
});
const point = (act) => (event) => { if (event.pointerType === "mouse") act(event); };
const start = (event) => { const link = meaning(event); if (link) preview(link); };
addEventListener("pointerover", point(start));
addEventListener("pointerout", point(hide));
addEventListener("focusin", (event) => { if (!touched) start(event); });
addEventListener("focusout", hide);
addEventListener("scroll", hide, { passive: true });

// All rows as dots, premises above what rests on them.
const map = $("#map");
const dots = map ? map.dataset.at.split(" ").map((p) => p.split(",").map(Number)) : [];
function overview() {
  if (!map || !map.clientWidth) return;
  const w = map.clientWidth, h = map.clientHeight, d = devicePixelRatio || 1, pen = map.getContext("2d");
  map.width = w * d;
  map.height = h * d;
  pen.scale(d, d);
  const ink = getComputedStyle(map), right = Math.max(...dots.map((p) => p[0])), low = Math.max(...dots.map((p) => p[1]));
  const x = (i) => 10 + (w - 20) * (right ? dots[i][0] / right : 0.5), y = (i) => 10 + (h - 20) * (low ? dots[i][1] / low : 0.5);
  const place = new Map(rows.map((r, i) => [r, i]));
  pen.strokeStyle = ink.borderTopColor;
  pen.beginPath();
  for (const [row, above] of needs) for (const r of above) {
    pen.moveTo(x(place.get(r)), y(place.get(r)));
    pen.lineTo(x(place.get(row)), y(place.get(row)));
  }
  pen.stroke();
  rows.forEach((r, i) => {
    const here = r.hasAttribute("aria-current"), up = r.classList.contains("up"), down = r.classList.contains("down");
    pen.fillStyle = here ? ink.caretColor : up ? ink.textDecorationColor : down ? ink.outlineColor : ink.color;
    pen.beginPath();
    pen.arc(x(i), y(i), here ? 6 : r.classList.contains("theorem") ? 4 : 2.5, 0, 7);
    pen.fill();
  });
  map.onclick = (event) => {
    const far = (i) => Math.hypot(x(i) - event.offsetX, y(i) - event.offsetY);
    go(rows[dots.reduce((best, _, i) => far(i) < far(best) ? i : best, 0)]);
  };
}
addEventListener("resize", overview);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", overview);

const depth = (row) => { let n = 0; for (let p = row.parentElement; p; p = p.parentElement) if (p.localName === "ol") n += 1; return n - 1; };
const plain = () => rows.map((row) => {
  const cells = [...$(".line", row).children].map((c) => {
    const part = c.cloneNode(true);
    for (const link of all(".steps-link", part)) link.remove();
    return part.textContent.replace(/\s+/g, " ").trim();
  });
  return `${cells[0].padStart(4)}  ${"  ".repeat(depth(row))}${cells.slice(1).filter(Boolean).join("   ")}`;
}).join("\n") + "\n";
let zoom = 1;
const scale = (factor) => {
  const [, , w, h] = drawing.getAttribute("viewBox").split(" ");
  zoom = factor ? Math.min(4, Math.max(0.25, zoom * factor)) : Math.min(1, (frame.clientWidth - 26) / w);
  drawing.setAttribute("width", Math.round(w * zoom));
  drawing.setAttribute("height", Math.round(h * zoom));
};
const name = document.body.dataset.name;
const actions = {
  "copy-statement": () => copy($(".statement").dataset.source),
  "copy-proof": () => copy(plain()),
  "save-json": async () => save(await unpack($("#cert").textContent), "application/json", `${name}.json`),
  "save-svg": () => save(new XMLSerializer().serializeToString(drawing), "image/svg+xml", `${name}.svg`),
  "zoom-in": () => scale(1.25),
  "zoom-out": () => scale(0.8),
  "zoom-reset": () => scale(0),
};
for (const button of all("button[id]")) button.addEventListener("click", actions[button.id]);
if (drawing) {
  scale(0);
  if (zoom < 0.6) scale(0.6 / zoom);
  reveal(at(goal));
}
if (goal) select();
