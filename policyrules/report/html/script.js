"use strict";
(() => {
  const PAGE = 50, PRINTED = 1000;
  const [RULE, ENTITY, ID, PLACES, VERDICT, VIOLATION, DUE, MESSAGE, FACTS, MISSING, REMEDY, SHORTFALL] = Array(12).keys();
  const data = JSON.parse(document.getElementById("data").textContent);
  const { rules, places, entities, verdicts, words, rows } = data;
  const at = (id) => document.getElementById(id);
  const compare = new Intl.Collator(data.lang, { numeric: true }).compare;
  const make = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  const shownVerdict = (row) => (row[VIOLATION] ? words.violation : verdicts[row[VERDICT]][2]);
  const place = (row) => row[PLACES].map((p) => places[p][1]).join(" · ");
  const keys = [
    (row) => `${row[VERDICT]}${1 - row[VIOLATION]}`, (row) => rules[row[RULE]][1], (row) => entities[row[ENTITY]],
    (row) => row[ID], place, (row) => row[MESSAGE], (row) => row[DUE],
  ];
  const searched = rows.map((row) => [row[ID], rules[row[RULE]][0], rules[row[RULE]][1], entities[row[ENTITY]], place(row), row[MESSAGE]].join(" ").toLowerCase());
  let found = [], page = 0, key = -1, down = false;

  const options = (id, items) => items
    .map(([value, text]) => [String(value), text]).sort((a, b) => compare(a[1], b[1]))
    .forEach(([value, text]) => { const one = make("option", text); one.value = value; at(id).append(one); });
  options("f-rule", rules.map((rule, i) => [i, rule[1]]));
  options("f-place", places.map(([kind, name], i) => [i, `${kind} ${name}`]));

  function choose() {
    const text = at("f-text").value.trim().toLowerCase(), verdict = at("f-verdict").value;
    const rule = at("f-rule").value, where = at("f-place").value;
    found = [];
    rows.forEach((row, i) => {
      if (verdict === "violation" ? !row[VIOLATION] : verdict !== "" && row[VERDICT] !== Number(verdict)) return;
      if (rule !== "" && row[RULE] !== Number(rule)) return;
      if (where !== "" && !row[PLACES].includes(Number(where))) return;
      if (text && !searched[i].includes(text)) return;
      found.push(i);
    });
    if (key >= 0) {
      const of = new Map(found.map((i) => [i, keys[key](rows[i])]));
      found.sort((a, b) => (down ? -1 : 1) * compare(of.get(a), of.get(b)) || a - b);
    }
    page = 0;
    show(PAGE);
  }

  function show(size) {
    const from = page * size, here = found.slice(from, from + size), body = at("found");
    body.replaceChildren(...here.map((i) => line(rows[i])));
    const filled = words.shown.replace("{from}", from + 1).replace("{to}", from + here.length).replace("{found}", found.length);
    at("shown").textContent = here.length ? filled : words.none;
    at("p-before").disabled = page === 0;
    at("p-after").disabled = from + size >= found.length;
  }

  function line(row) {
    const made = make("tr"), button = make("button", "+", "toggle"), first = make("td");
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-label", `${words.open} ${row[ID]}`);
    button.addEventListener("click", () => toggle(made, button, row));
    first.append(button);
    const verdict = make("span", undefined, `v ${verdicts[row[VERDICT]][0]}`), sign = make("b", verdicts[row[VERDICT]][1]);
    sign.setAttribute("aria-hidden", "true");
    verdict.append(sign, ` ${shownVerdict(row)}`);
    const said = make("td"), where = make("td"), id = make("th", row[ID]);
    id.scope = "row";
    said.append(verdict);
    row[PLACES].forEach((p, i) => {
      const [, name, anchor] = places[p], link = make(anchor ? "a" : "span", name);
      if (anchor) link.href = `#${anchor}`;
      where.append(i ? " · " : "", link);
    });
    made.append(first, said, make("td", rules[row[RULE]][1]), make("td", entities[row[ENTITY]]), id, where, make("td", row[MESSAGE], "what"), make("td", row[DUE]));
    return made;
  }

  function toggle(made, button, row) {
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    button.textContent = open ? "+" : "−";
    if (open) { made.nextSibling.remove(); return; }
    const more = make("tr", undefined, "more"), cell = make("td"), list = make("dl");
    cell.colSpan = made.children.length;
    const [, , force, citations] = rules[row[RULE]];
    const parts = [[words.facts, row[FACTS]], [words.missing, row[MISSING]], [words.shortfall, row[SHORTFALL] ? [row[SHORTFALL]] : []], [words.remedy, row[REMEDY]], [words.clause, citations], [words.force, [force]]];
    for (const [name, items] of parts) items.forEach((item, i) => list.append(make("dt", i ? "" : name), make("dd", item)));
    cell.append(list);
    more.append(cell);
    made.after(more);
  }

  const heads = [...at("findings").parentElement.querySelectorAll("thead button")];
  heads.forEach((button) => button.addEventListener("click", () => {
    const chosen = Number(button.dataset.key);
    down = chosen === key && !down;
    key = chosen;
    heads.forEach((other) => other.closest("th").setAttribute("aria-sort", other !== button ? "none" : down ? "descending" : "ascending"));
    choose();
  }));
  for (const id of ["f-text", "f-verdict", "f-rule", "f-place"]) at(id).addEventListener("input", choose);
  at("f-reset").addEventListener("click", () => { at("f-reset").form.reset(); choose(); at("f-text").focus(); });
  at("f-reset").form.addEventListener("submit", (event) => event.preventDefault());
  at("p-before").addEventListener("click", () => { page -= 1; show(PAGE); });
  at("p-after").addEventListener("click", () => { page += 1; show(PAGE); });
  addEventListener("beforeprint", () => { page = 0; show(PRINTED); });
  addEventListener("afterprint", () => show(PAGE));

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-rule]");
    const index = link ? rules.findIndex((rule) => rule[0] === link.dataset.rule) : -1;
    if (index < 0) return;
    at("f-reset").form.reset();
    at("f-rule").value = String(index);
    choose();
  });

  for (const table of document.querySelectorAll("table[data-sort]")) {
    const body = table.tBodies[0], head = [...table.tHead.rows[0].cells];
    head.forEach((cell, place) => {
      const button = make("button", cell.textContent);
      cell.dataset.title = cell.textContent;
      button.type = "button";
      cell.replaceChildren(button);
      cell.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const up = cell.getAttribute("aria-sort") === (cell.className === "n" ? "descending" : "ascending");
        const descending = cell.className === "n" ? !up : up;
        head.forEach((other) => other.setAttribute("aria-sort", "none"));
        cell.setAttribute("aria-sort", descending ? "descending" : "ascending");
        const lines = [...body.rows].map((row) => [row, row.cells[place].textContent]);
        lines.sort((a, b) => (descending ? -1 : 1) * compare(a[1], b[1]));
        body.append(...lines.map(([row]) => row));
      });
    });
  }

  const reveal = () => {
    const target = location.hash.length > 1 && at(decodeURIComponent(location.hash.slice(1)));
    for (let around = target && target.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  for (const button of document.querySelectorAll("[data-open], [data-close]")) {
    button.hidden = false;
    const inside = at(button.dataset.open || button.dataset.close);
    button.addEventListener("click", () => inside.querySelectorAll("details").forEach((one) => { one.open = "open" in button.dataset; }));
  }
  choose();
  reveal();
})();
