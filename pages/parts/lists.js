// Builds the rows of lists.py. Only textContent and numbers: a name can never become markup.
// a name with a hyphen stays in one piece: Sub-district
const joined = part => typeof part === "string" ? part.replace(/\b-\b/g, "-\u2060") : part
const make = (tag, name, ...inside) => {
  const node = document.createElement(tag)
  node.className = name
  node.append(...inside.filter(part => part !== undefined && part !== "").map(joined))
  return node
}
const some = (name, text) => (text === undefined ? "" : make("span", name, text))
const known = values => values.filter(value => typeof value === "number")

function spark(values, low, high) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("viewBox", "0 0 96 24")
  svg.setAttribute("class", "spark")
  svg.setAttribute("aria-hidden", "true")
  const add = (tag, set) => {
    const node = document.createElementNS(svg.namespaceURI, tag)
    Object.entries(set).forEach(pair => node.setAttribute(...pair))
    svg.append(node)
  }
  const at = (value, i) => [
    3 + (90 * i) / Math.max(values.length - 1, 1),
    21 - (18 * (value - low)) / (high - low || 1),
  ]
  let run = []
  const draw = () => {
    if (run.length > 1) add("polyline", { points: run.map(p => p.join()).join(" ") })
    run = [] // a missing period is a gap, never a straight line over it
  }
  values.forEach((value, i) => (typeof value === "number" ? run.push(at(value, i)) : draw()))
  draw()
  const last = values.findLastIndex(value => typeof value === "number")
  if (last >= 0) {
    const [cx, cy] = at(values[last], last)
    add("circle", { cx, cy, r: 2.5 })
  }
  return svg
}

function bar(value, target, low, high) {
  const place = x => `${(100 * (x - low)) / (high - low || 1)}%`
  const track = make("span", "track")
  if (typeof value === "number") {
    const fill = make("span", "fill")
    fill.style.left = place(Math.min(value, 0))
    fill.style.width = `${(100 * Math.abs(value)) / (high - low || 1)}%`
    track.append(fill)
  }
  if (typeof target === "number") {
    const tick = make("span", "tick")
    tick.style.left = place(target)
    track.append(tick)
  }
  return track
}

function link(row, name, open, ...inside) {
  const node = make("a", name, ...inside)
  node.href = row.href
  if (row.label) node.setAttribute("aria-label", row.label)
  node.onclick = event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    open(row.code)
  }
  return make("li", row.side ? `item ${row.side}` : "item", node)
}

function listed(data, open) {
  const all = known(data.rows.flatMap(row => row.spark ?? []))
  return data.rows.map(row => {
    const strip = make("span", "strip", ...(row.strip ?? []).map(on => make("i", on ? "on" : "off")))
    const facts = make("span", "facts", some("moved", row.moved), some("badge", row.badge), strip)
    const drawn = row.spark ? spark(row.spark, Math.min(...all), Math.max(...all)) : ""
    return link(row, "row", open, some("rank", row.rank), some("name", row.name), facts,
      some("score", row.score), drawn,
      make("span", "reason", row.reason ?? "", some("note", row.note)))
  })
}

function ranked(data, open) {
  const all = known(data.rows.flatMap(row => [row.value, row.target]))
  const ends = [Math.min(0, ...all), Math.max(0, ...all) * 1.04]
  return data.rows.map(row => link(row, "ranked", open, some("rank", row.rank),
    some("name", row.name), some("badge", row.side && data.marks[row.side]),
    some("score", row.score), bar(row.value, row.target, ...ends), some("moved", row.moved)))
}

function tiled(data, open) {
  return data.rows.map(row => link(row, "tile", open, some("title", row.name),
    some("value", row.value), some("change", row.change),
    row.done === undefined ? "" : bar(row.done, row.due, 0, Math.max(100, row.done)),
    some("words", row.words)))
}

function fill(body, data, open) {
  const rows = { list: listed, ranking: ranked, tiles: tiled }[data.kind](data, open)
  body.className = `body ${data.kind} ${data.side ?? ""}`
  const head = make("div", "head", some("mark", data.mark || undefined), data.title ?? "",
    some("count", data.count || undefined))
  head.setAttribute("role", "heading")
  head.setAttribute("aria-level", "2")
  const list = make("ol", "items", ...rows)
  list.setAttribute("role", "list")
  body.replaceChildren(...(data.title ? [head] : []),
    rows.length || !data.empty ? list : make("p", "empty", data.empty))
}

function part(data, open) {
  const body = document.createElement("div")
  fill(body, data, open)
  if (!data.fold) return make("div", "part", body)
  const line = make("summary", "", make("b", "", data.fold), some("peek", data.peek))
  const fold = make("details", "part fold", line, body)
  fold.open = Boolean(data.unfolded)
  return fold
}

export default function ({ data, parentElement, setTriggerValue }) {
  const open = code => setTriggerValue("open", code)
  const body = parentElement.querySelector(".body")
  if (!data.parts) return fill(body, data, open)
  body.className = "body parts"
  body.replaceChildren(...data.parts.map(one => part(one, open)))
}
