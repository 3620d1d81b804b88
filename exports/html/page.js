"use strict";
(() => {
  const $ = (s, e = document) => e.querySelector(s);
  const all = (s, e = document) => [...e.querySelectorAll(s)];
  const root = document.documentElement;
  root.classList.add("js");
  const rows = all("li[id^=n]");
  const search = $("#search"), count = $("#count"), status = $("#status"), only = $("#only");
  const reasonLinks = (row) => all("a[href^='#n']", $(".why", row) || row)
    .filter((a) => a.closest("li[id]") === row)
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
  const selected = () => needs.has(document.getElementById(location.hash.slice(1)))
    ? document.getElementById(location.hash.slice(1)) : null;
  const visible = () => rows.filter((r) => r.offsetParent !== null);
  const show = (row) => { for (let r = row; r; r = r.parentElement) r.hidden = false; };

  function filter() {
    const words = search ? search.value.trim().toLowerCase() : "";
    const row = selected();
    const wanted = only && only.checked && row ? closure(row, needs).add(row) : null;
    let shown = 0;
    const keep = new Set();
    for (const r of rows) {
      const line = $(".line", r);
      const hit = (!words || line.textContent.toLowerCase().includes(words)) && (!wanted || wanted.has(r));
      if (hit) { shown += 1; for (let p = r; p; p = p.parentElement) keep.add(p); }
    }
    for (const r of rows) r.hidden = !keep.has(r);
    if (count) count.textContent = words || wanted ? `${shown} of ${rows.length}` : "";
  }

  function select() {
    const row = selected();
    for (const r of all("[aria-current],.up,.down")) {
      r.removeAttribute("aria-current");
      r.classList.remove("up", "down");
    }
    for (const box of all(".sel")) box.classList.remove("sel");
    const target = document.getElementById(location.hash.slice(1));
    for (let d = target; d; d = d.parentElement) if (d.localName === "details") d.open = true;
    if (!row) { if (only && only.checked) filter(); return; }
    if (row.hidden) { if (search) search.value = ""; if (only) only.checked = false; filter(); show(row); }
    const above = closure(row, needs), below = closure(row, users);
    row.setAttribute("aria-current", "step");
    for (const r of above) r.classList.add("up");
    for (const r of below) r.classList.add("down");
    const box = document.getElementById("b" + row.id.slice(1));
    if (box) box.classList.add("sel");
    if (status) status.textContent = `Row ${row.id.slice(1)}: rests on ${above.size} rows, ${below.size} rest on it`;
    if (only && only.checked) filter();
    row.scrollIntoView({ block: "nearest" });
  }

  const go = (row) => { if (row) location.hash = row.id; };
  const goal = rows.filter((r) => r.classList.contains("theorem")).pop();
  const moves = {
    j: (list, i) => list[Math.min(list.length - 1, i + 1)],
    k: (list, i) => list[Math.max(0, i - 1)],
    u: () => [...needs.get(selected() || goal)].pop(),
    d: () => [...users.get(selected() || goal)][0],
    g: () => goal,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const typing = /^(input|textarea|select)$/.test(event.target.localName);
    if (event.key === "Escape" && typing) { event.target.value = ""; filter(); event.target.blur(); return; }
    if (typing || !goal) return;
    let key = event.key;
    if (event.target.closest && event.target.closest("#proof")) key = { ArrowDown: "j", ArrowUp: "k" }[key] || key;
    if (key === "/" && search) { search.focus(); event.preventDefault(); }
    else if (key === "?") { $("#keys").open = !$("#keys").open; $("#keys").scrollIntoView({ block: "nearest" }); }
    else if (moves[key]) {
      const list = visible();
      const row = moves[key](list, list.indexOf(selected()));
      go(row);
      if (row) $(".num", row).focus({ preventScroll: true });
      event.preventDefault();
    }
  });
  addEventListener("hashchange", select);
  if (search) search.addEventListener("input", filter);
  if (only) only.addEventListener("change", filter);

  const say = (text) => { if (status) status.textContent = text; };
  const save = (text, type, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say(`Saved ${name}`);
  };
  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say("Copied");
  };
  const depth = (row) => { let n = 0; for (let p = row.parentElement; p; p = p.parentElement) if (p.localName === "ol") n += 1; return n - 1; };
  const plain = () => rows.map((row) => {
    const cells = [...$(".line", row).children].map((c) => {
      const part = c.cloneNode(true);
      for (const link of all(".steps-link", part)) link.remove();
      return part.textContent.replace(/\s+/g, " ").trim();
    });
    return `${cells[0].padStart(4)}  ${"  ".repeat(depth(row))}${cells.slice(1).filter(Boolean).join("   ")}`;
  }).join("\n") + "\n";
  async function certificate() {
    const bytes = Uint8Array.from(atob($("#cert").textContent), (c) => c.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  }
  let zoom = 1;
  const drawing = $(".cone svg");
  const scale = (factor) => {
    zoom = factor ? Math.min(4, Math.max(0.25, zoom * factor)) : 1;
    const [, , w, h] = drawing.getAttribute("viewBox").split(" ");
    drawing.setAttribute("width", Math.round(w * zoom));
    drawing.setAttribute("height", Math.round(h * zoom));
  };
  const name = document.body.dataset.name;
  const actions = {
    "copy-statement": () => copy($(".statement").dataset.source),
    "copy-proof": () => copy(plain()),
    "save-json": async () => save(await certificate(), "application/json", `${name}.json`),
    "save-svg": () => save(new XMLSerializer().serializeToString(drawing), "image/svg+xml", `${name}.svg`),
    "zoom-in": () => scale(1.25),
    "zoom-out": () => scale(0.8),
    "zoom-reset": () => scale(0),
  };
  for (const button of all("button[id]")) button.addEventListener("click", actions[button.id]);
  select();
})();
