const stage = $("#graph"), pen = stage.getContext("2d"), chosen = $("#chosen"), search = $("#search");
const places = stage.dataset.at.split(" ").map((p) => p.split(",").map(Number));
const items = all("#all li"), number = new Map(items.map((li, i) => [li.id, i]));
const cut = (text) => text.length > 25 ? text.slice(0, 24) + "…" : text;
const nodes = items.map((li, i) => ({ li, x: places[i][0], y: places[i][1], text: cut(li.firstElementChild.textContent), said: cut($(".f", li)?.textContent || ""), uses: [], users: [] }));
items.forEach((li, i) => {
  for (let a = li.firstElementChild.nextElementSibling; a; a = a.nextElementSibling) {
    const j = a.hash && number.get(decodeURIComponent(a.hash.slice(1)));
    if (j !== undefined && j !== "") { nodes[i].uses.push(j); nodes[j].users.push(i); }
  }
});
const pale = Math.min(0.35, 8 / Math.sqrt(1 + nodes.reduce((sum, n) => sum + n.uses.length, 0)));
const W = 176, H = 38, wide = Math.max(...nodes.map((n) => n.x)) + W, high = Math.max(...nodes.map((n) => n.y)) + H;
let ink, w, h, zoom = 1, left = 0, top_ = 0, here = -1, up = new Set(), down = new Set(), asked = false;
const read = () => { const s = getComputedStyle(stage); ink = { text: s.color, box: s.backgroundColor, line: s.borderTopColor, here: s.caretColor, up: s.textDecorationColor, down: s.outlineColor }; };

function draw() {
  asked = false;
  const d = devicePixelRatio || 1;
  if (stage.width !== Math.round(w * d) || stage.height !== Math.round(h * d)) { stage.width = Math.round(w * d); stage.height = Math.round(h * d); }
  pen.setTransform(d, 0, 0, d, 0, 0);
  pen.clearRect(0, 0, w, h);
  pen.setTransform(d * zoom, 0, 0, d * zoom, -left * zoom * d, -top_ * zoom * d);
  const see = (n) => n.x + W > left && n.x < left + w / zoom && n.y + H > top_ && n.y < top_ + h / zoom;
  const far = zoom < 0.35, any = here >= 0;
  const lines = (wanted, colour, width, faint) => {
    pen.strokeStyle = colour;
    pen.globalAlpha = faint;
    pen.lineWidth = width / zoom;
    pen.beginPath();
    nodes.forEach((n, i) => {
      for (const j of n.uses) {
        const m = nodes[j];
        if (!wanted(i, j) || (!see(n) && !see(m))) continue;
        pen.moveTo(m.x + W / 2, m.y + H);
        if (far) pen.lineTo(n.x + W / 2, n.y);
        else { const k = (n.y - m.y - H) / 2; pen.bezierCurveTo(m.x + W / 2, m.y + H + k, n.x + W / 2, n.y - k, n.x + W / 2, n.y); }
      }
    });
    pen.stroke();
    pen.globalAlpha = 1;
  };
  lines(() => true, any ? ink.line : ink.text, 1, any ? 1 : pale);
  if (any) {
    lines((i) => i === here || up.has(i), ink.up, 1.5, 1);
    lines((i, j) => j === here || down.has(j), ink.down, 1.5, 1);
  }
  pen.font = "11px ui-monospace,monospace";
  pen.textBaseline = "middle";
  for (const [kind, fill, edge] of [[0, ink.box, any ? ink.line : ink.text], [1, ink.box, ink.up], [2, ink.box, ink.down], [3, ink.here, ink.text]]) {
    pen.fillStyle = far && kind < 3 ? edge : fill;
    pen.strokeStyle = edge;
    pen.lineWidth = kind ? 2 : 1;
    pen.beginPath();
    nodes.forEach((n, i) => { if (see(n) && kind === (i === here ? 3 : up.has(i) ? 1 : down.has(i) ? 2 : 0)) pen.rect(n.x, n.y, W, H); });
    pen.fill();
    if (!far) pen.stroke();
  }
  if (far) return;
  pen.fillStyle = ink.text;
  nodes.forEach((n, i) => {
    if (!see(n)) return;
    pen.globalAlpha = any && i !== here && !up.has(i) && !down.has(i) ? 0.6 : 1;
    pen.fillText(n.text, n.x + 7, n.y + (n.said ? 12 : H / 2));
    pen.fillText(n.said, n.x + 7, n.y + 27);
  });
  pen.globalAlpha = 1;
}
const redraw = () => { if (!asked) { asked = true; requestAnimationFrame(draw); } };
const fit = () => {
  zoom = Math.min(1, (w - 24) / wide, (h - 24) / high);
  left = (wide - w / zoom) / 2;
  top_ = (high - h / zoom) / 2;
  redraw();
};
const size = () => { w = stage.clientWidth; h = stage.clientHeight; read(); redraw(); };
const scale = (factor, x = w / 2, y = h / 2) => {
  const to = Math.min(3, Math.max(0.02, zoom * factor));
  left += x / zoom - x / to;
  top_ += y / zoom - y / to;
  zoom = to;
  redraw();
};
const pan = (x, y) => { left -= x / zoom; top_ -= y / zoom; redraw(); };
const reach = (start, edges) => {
  const seen = new Set(), stack = [start];
  while (stack.length) for (const j of nodes[stack.pop()][edges]) if (!seen.has(j)) { seen.add(j); stack.push(j); }
  seen.delete(start);
  return seen;
};
function choose(i, centre) {
  here = i;
  up = i < 0 ? new Set() : reach(i, "uses");
  down = i < 0 ? new Set() : reach(i, "users");
  chosen.textContent = i < 0 ? "Nothing is chosen." : "";
  if (i >= 0) {
    const row = nodes[i].li.cloneNode(true);
    chosen.append(...row.childNodes, ` — rests on ${up.size}, ${down.size} rest on it`);
    if (centre) {
      if (zoom < 0.6) zoom = 0.8;
      left = nodes[i].x + W / 2 - w / zoom / 2;
      top_ = nodes[i].y + H / 2 - h / zoom / 2;
    }
  }
  redraw();
}
// The address names a law without the row's prefix, so that the browser does not jump to the list.
const go = (i) => { if (i === undefined) return false; location.hash = nodes[i].li.id.slice(4); };
const from = () => choose(number.get("law-" + decodeURIComponent(location.hash.slice(1))) ?? -1, true);
chosen.addEventListener("click", (e) => { if (e.target.hash && e.target.pathname === location.pathname) { e.preventDefault(); go(number.get(decodeURIComponent(e.target.hash.slice(1)))); } });
addEventListener("hashchange", from);
const hit = (x, y) => {
  const a = left + x / zoom, b = top_ + y / zoom, slack = zoom < 0.35 ? 6 / zoom : 0;
  return nodes.findIndex((n) => a > n.x - slack && a < n.x + W + slack && b > n.y - slack && b < n.y + H + slack);
};
const fingers = new Map();
let moved = 0;
stage.addEventListener("pointerdown", (e) => { stage.setPointerCapture(e.pointerId); fingers.set(e.pointerId, e); moved = 0; });
stage.addEventListener("pointermove", (e) => {
  const before = fingers.get(e.pointerId);
  if (!before) return;
  const x = e.offsetX - before.offsetX, y = e.offsetY - before.offsetY;
  moved += Math.abs(x) + Math.abs(y);
  const other = [...fingers.values()].find((f) => f.pointerId !== e.pointerId);
  if (other) {
    const far = (f) => Math.hypot(f.offsetX - other.offsetX, f.offsetY - other.offsetY);
    scale(far(e) / (far(before) || 1), other.offsetX, other.offsetY);
  } else pan(x, y);
  fingers.set(e.pointerId, e);
});
const lift = (e) => {
  if (e.type === "pointerup" && fingers.size === 1 && moved < 6) {
    const i = hit(e.offsetX, e.offsetY);
    if (i < 0) choose(-1);
    else if (i === here) choose(i);
    else go(i);
  }
  fingers.delete(e.pointerId);
};
stage.addEventListener("pointerup", lift);
stage.addEventListener("pointercancel", lift);
stage.addEventListener("dblclick", (e) => { const i = hit(e.offsetX, e.offsetY); if (i >= 0) nodes[i].li.firstElementChild.click(); });
stage.addEventListener("wheel", (e) => { e.preventDefault(); scale(Math.exp(-e.deltaY / 400), e.offsetX, e.offsetY); }, { passive: false });
search.addEventListener("input", () => {
  const words = search.value.trim().toLowerCase();
  const i = words ? nodes.findIndex((n) => n.li.textContent.toLowerCase().includes(words)) : -1;
  if (i >= 0) go(i);
});
const step = (by) => () => go(here < 0 ? 0 : Math.min(nodes.length - 1, Math.max(0, here + by)));
const inside = (act) => (e) => e.target === stage ? act() : false;
Object.assign(keys, {
  j: step(1), k: step(-1),
  u: () => here < 0 ? false : go(nodes[here].uses[0]),
  d: () => here < 0 ? false : go(nodes[here].users[0]),
  o: () => follow(nodes[here]?.li.firstElementChild),
  Enter: inside(() => follow(nodes[here]?.li.firstElementChild)),
  "+": () => scale(1.25), "=": () => scale(1.25), "-": () => scale(0.8), 0: fit,
  ArrowLeft: inside(() => pan(60, 0)), ArrowRight: inside(() => pan(-60, 0)),
  ArrowUp: inside(() => pan(0, 60)), ArrowDown: inside(() => pan(0, -60)),
});
$("#larger").addEventListener("click", () => scale(1.25));
$("#smaller").addEventListener("click", () => scale(0.8));
$("#fit").addEventListener("click", fit);
new ResizeObserver(size).observe(stage);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", size);
size();
fit();
// Few laws are shown so large that they can be read, the first layers first.
if (nodes.length < 400 && zoom < 0.6) {
  zoom = 0.6;
  left = (wide - w / zoom) / 2;
  top_ = Math.min(-16 / zoom, (high - h / zoom) / 2);
}
from();
