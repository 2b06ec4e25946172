// Builds the table of grid.py. Only textContent and numbers: a name can never become markup.
const make = (tag, name, ...inside) => {
  const node = document.createElement(tag)
  if (name) node.className = name
  node.append(...inside.filter(part => part !== undefined && part !== ""))
  return node
}
const set = (node, attributes) => {
  Object.entries(attributes).forEach(pair => node.setAttribute(...pair))
  return node
}
const MANY = 8 // columns beyond which a table of facts is cards on a tablet too
const FEW = 7, MOST = 12 // numbers beside which headings stay whole; that all fit one page
const other = event => event.ctrlKey || event.metaKey || event.shiftKey

// a name with a hyphen stays in one piece: Sub-district
const joined = text => text.replace(/\b-\b/g, "-\u2060")

function link(text, href, act) {
  const node = make("a", "", joined(text))
  node.href = href
  node.onclick = event => {
    if (other(event)) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
  return node
}

function bar(cell) {
  const track = make("span", "track"), fill = make("span", "fill")
  track.setAttribute("aria-hidden", "true")
  fill.style.width = `${100 * Math.max(0, cell.v)}%`
  track.append(fill)
  if (cell.g !== undefined) {
    const tick = make("span", "tick")
    tick.style.left = `${100 * cell.g}%`
    track.append(tick)
  }
  return track
}

function headed(head, data, say) {
  const own = set(make("th", head.kind), { scope: "col", role: "columnheader" })
  own.append(head.href ? link(head.title, head.href, () => say("head", head.code)) : head.title)
  if (head.sub) own.append(make("span", "sub", head.sub))
  if (head.sort !== undefined) {
    const on = data.sort === head.code
    const button = set(make("button", on ? "on" : "", on ? "▼" : "▽"), { "aria-label": head.sort })
    button.onclick = () => say("sort", head.code)
    own.append(button)
    if (on) own.setAttribute("aria-sort", "ascending")
  }
  return own
}

function celled(head, cell, row, data, say) {
  const plain = typeof cell === "string" ? { t: cell } : cell
  const first = head.kind === "name"
  const own = set(make(first ? "th" : "td", head.kind), { role: first ? "rowheader" : "cell" })
  if (first) own.scope = "row"
  own.dataset.label = head.sub ? `${head.title} ${head.sub}` : head.title
  if (plain.k) own.classList.add(plain.k)
  if (plain.w) own.classList.add("leads")
  if (plain.f) own.classList.add("few")
  if (first && row.href) own.append(link(plain.t, row.href, () => say("open", row.code)))
  else if (data.cells !== undefined && head.kind === "heat") {
    const code = `${row.code},${head.code}`
    const to = link(plain.t, data.cells + encodeURIComponent(code), () => say("cell", code))
    to.tabIndex = -1 // one stop for all cells, arrows go between them
    if (plain.s !== undefined) to.className = `step s${plain.s}`
    own.append(to)
  } else own.append(make("span", "text", plain.t))
  if (plain.v !== undefined) own.append(bar(plain))
  if (plain.b) own.append(make("span", "badge", plain.b))
  return own
}

function roam(body) {
  const rows = [...body.rows].map(row => [...row.querySelectorAll("td.heat a")])
  if (!rows.length || !rows[0].length) return
  rows[0][0].tabIndex = 0
  body.onkeydown = event => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }
    const by = step[event.key], y = rows.findIndex(row => row.includes(event.target))
    if (!by || y < 0) return
    const x = rows[y].indexOf(event.target), to = rows[y + by[0]]?.[x + by[1]]
    if (!to) return
    event.preventDefault()
    event.stopPropagation()
    event.target.tabIndex = -1
    to.tabIndex = 0
    to.focus()
  }
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const say = (kind, code) => data.keep === undefined
    ? setTriggerValue(kind, code) : setStateValue(kind, data.keep === code ? "" : code)
  const box = parentElement.querySelector(".grid")
  data.heat.forEach(([ground, letters], step) => {
    box.style.setProperty(`--ground${step}`, ground)
    box.style.setProperty(`--letters${step}`, letters)
  })
  const head = make("tr", "", ...data.heads.map(own => headed(own, data, say)))
  head.setAttribute("role", "row")
  const body = make("tbody", "")
  body.append(...data.rows.map(row => {
    const own = make("tr", row.side ?? "", ...row.cells.map(
      (cell, n) => celled(data.heads[n], cell, row, data, say)))
    own.setAttribute("role", "row")
    if (data.whole) {
      own.onclick = event => other(event) || say("open", row.code)
      own.classList.add("whole")
      if (data.keep === row.code) own.classList.add("on")
    }
    return own
  }))
  set(body, { role: "rowgroup" })
  const items = data.heads.filter(({ kind }) => kind === "heat").length
  const numbers = items + data.heads.filter(({ kind }) => kind === "num").length
  const facts = data.form.startsWith("facts")
  const form = [data.form, items && items <= MOST && "even", !facts && numbers > FEW && "dense",
    facts && data.heads.length > MANY && "many"].filter(Boolean).join(" ")
  const table = make("table", form, make("caption", "", data.caption),
    set(make("thead", "", head), { role: "rowgroup" }), body)
  table.setAttribute("role", "table")
  roam(body)
  const legend = (data.legend ?? []).map(({ s, k, t }) =>
    make("span", "", make("i", s === undefined ? `key ${k}` : `key step s${s}`), t))
  box.replaceChildren(make("div", "scroll", table),
    ...(legend.length ? [make("p", "legend", ...legend)] : []))
}
