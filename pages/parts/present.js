// The large screen of a meeting. In front of this text stand `lists`, the builder of lists.js, and
// what makes everything fit (present_fit.js).
// Texts are finished; only textContent is written. What is wanted goes to the script as a whole
// (a stop, a group, a scene): a second key before the first is answered goes one further.
const IDLE = 3000, TICK = 500, SWIPE = 60, EDGE = 0.12

function fact(row) {
  const track = node("span", "line")
  const put = (name, at) => {
    const mark = node("i", name)
    mark.style.left = `${at}%`
    track.append(mark)
  }
  if (row.peers?.length > 1) {
    put("middle", 50)
    row.peers.forEach(at => put("peer", at))
    if (row.rank) put(row.rank === 1 ? "own first" : row.rank === row.of ? "own last" : "own", row.at)
  }
  const what = node("span", "what", node("span", "name", row.name), node("span", "when", row.when ?? ""))
  return node("li", "fact", what, node("span", "value", row.value),
    row.peers?.length > 1 ? track : node("span"),
    node("span", "rank", row.rank ? `${row.rank}/${row.of}` : ""), node("span", "more", row.more ?? ""))
}

function element(name, data, open) {
  const made = node("div", name, node("div", "box", node("div", "body")))
  lists({ data, parentElement: made, setTriggerValue: (_name, code) => open(code) })
  return made
}

function built(body, open) {
  if (body.kind === "rows") {
    const scale = node("span", "scale", ...(body.scale ?? []).map(text => node("span", "", text)))
    const head = body.scale ? [node("li", "fact heads", node("span"), node("span"), scale)] : []
    return [node("div", "pane", node("ol", "facts-of", ...head, ...body.rows.map(fact)))]
  }
  return (body.panes ?? []).map(data => element("pane", data, unit => open({ unit })))
}

const state = new WeakMap() // of each stage: what it was told, what it asked for, its listeners

function wish(own, told) {
  if (own.connected) own.send("go", told)
}

const step = (codes, at, by) => codes[(codes.indexOf(at) + by + codes.length) % codes.length]

function turn(own, by) {
  const { stops, at } = own.data
  if (stops.length < 2) return
  own.wanted = step(stops, own.wanted ?? at, by)
  own.wantedUntil = Date.now() + 2500
  placed(own)
  wish(own, { stop: own.wanted })
}

function to(own, code) {
  own.wanted = code
  own.wantedUntil = Date.now() + 2500
  placed(own)
  wish(own, { stop: code })
}

function regroup(own, by) {
  const { groups, group } = own.data
  if (groups.length > 1) wish(own, { group: step(groups, group, by) })
}

function rescene(own, by) {
  const codes = own.data.scenes.map(pair => pair[0])
  wish(own, { scene: step(codes, own.data.scene, by) })
}

function onward(own) {
  // a rotation goes through the stops, then to the next scene; units only where it began with them
  const { stops, at, scene, scenes } = own.data
  const now = stops.indexOf(own.wanted ?? at)
  if (now < stops.length - 1 || scene === "unit") return turn(own, 1)
  const codes = scenes.map(pair => pair[0]).filter(code => code !== "unit")
  wish(own, { scene: step(codes, scene, 1), first: true })
}

function full() {
  if (document.fullscreenElement) document.exitFullscreen()
  else document.documentElement.requestFullscreen?.()
}

function leave(own) {
  if (document.fullscreenElement) document.exitFullscreen()
  wish(own, { leave: true })
}

function hold(own) {
  if (!own.data.rotate) return wish(own, { rotate: own.data.usual })
  own.held = !own.held
  own.due = Date.now() + own.data.rotate * 1000
  hairline(own)
}

const KEYS = {
  ArrowRight: own => turn(own, 1), ArrowLeft: own => turn(own, -1),
  ArrowDown: own => regroup(own, 1), ArrowUp: own => regroup(own, -1),
  PageDown: own => rescene(own, 1), PageUp: own => rescene(own, -1),
  Home: own => to(own, own.data.stops[0]), End: own => to(own, own.data.stops.at(-1)),
  Escape: leave, f: full, F: full, " ": hold,
}

function keyed(own, event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  const on = event.composedPath()[0]
  if (on.closest?.("input, textarea, select, [contenteditable=true], [role=textbox]")) return
  if (event.key === " " && on.closest?.("button, a")) return
  const act = KEYS[event.key]
  if (!act) return
  event.preventDefault()
  act(own)
}

function placed(own) {
  const { stops, at } = own.data
  const now = stops.indexOf(own.wanted ?? at) + 1
  own.root.querySelector(".place").textContent = stops.length > 1 ? `${now} / ${stops.length}` : ""
}

function hairline(own) {
  own.root.querySelector(".hair")?.remove()
  own.root.classList.toggle("held", Boolean(own.held))
  const button = own.root.querySelector("button.play")
  const { rotate, words } = own.data
  if (button) button.textContent = rotate && !own.held ? words.pause : words.play
  if (!rotate || own.held) return
  const line = node("span", "hair")
  line.style.animationDuration = `${rotate}s`
  own.root.append(line)
}

function tick(own) {
  const app = document.querySelector("[data-testid=stApp]")
  own.connected = (app?.dataset.testConnectionState ?? "CONNECTED") === "CONNECTED"
  const now = new Date()
  const time = `${now.getHours()}`.padStart(2, "0") + ":" + `${now.getMinutes()}`.padStart(2, "0")
  const clock = own.root.querySelector(".clock")
  if (clock && clock.textContent !== time) clock.textContent = time
  const away = own.root.querySelector(".away")
  if (own.connected) {
    away?.remove()
    own.seen = time
  } else if (!away) {
    const said = node("div", "away", own.data.words.away.replace("{time}", own.seen ?? time))
    said.setAttribute("role", "status")
    own.root.append(said)
  }
  idle(own, Date.now() - own.moved > IDLE)
  const { rotate } = own.data
  if (!rotate || own.held || document.hidden || !own.connected || Date.now() < own.due) return
  own.due = Date.now() + rotate * 1000
  onward(own)
}

function idle(own, yes) {
  own.root.classList.toggle("idle", yes)
  document.documentElement.classList.toggle("kpi-idle", yes)
}

function tools(own) {
  const { words } = own.data
  const button = (name, text, act, label) => {
    const made = node("button", name, text)
    made.type = "button"
    made.onclick = () => act(own)
    if (label) made.setAttribute("aria-label", label)
    return made
  }
  return node("span", "tools", button("", "←", o => turn(o, -1), words.previous),
    button("", "→", o => turn(o, 1), words.next),
    button("", words.scene, o => rescene(o, 1)), button("play", words.play, hold),
    button("", words.full, full), button("leave", words.leave, leave))
}

function room(own) {
  const at = own.root.querySelector(".scene").getBoundingClientRect()
  const page = document.documentElement.style
  for (const side of ["left", "top", "width"]) page.setProperty(`--present-${side}`, `${at[side]}px`)
  const told = { width: Math.round(at.width), height: Math.round(at.height) }
  const changed = !own.room || Math.abs(own.room.height - told.height) > 8 || own.room.width !== told.width
  if (own.data.body.kind !== "figure" || !changed || !told.height) return
  own.room = told
  own.state("room", told)
}

function drawn(own) {
  const { root, data } = own
  const { words } = data
  const title = node("h1", "said", data.headline)
  const names = Object.fromEntries(data.scenes)
  const keys = [`← → ${words.previous} / ${words.next}`, `PgUp PgDn ${words.scene}`]
  if (data.rotate) keys.push(words.playing.replace("{n}", data.rotate))
  keys.push(`Esc ${words.leave}`)
  const marks = node("div", "marks", ...Array.from({ length: 6 }, () => node("span", "", data.mark)))
  marks.setAttribute("aria-hidden", "true")
  const open = told => wish(own, told)
  const { tiles } = data.body
  root.replaceChildren(marks,
    node("div", "top", node("span", "where", data.head.join(" · ")), node("span", "", names[data.scene]),
      node("span", "place"), node("span", "clock")),
    node("div", "", title, node("div", "under", data.subtitle)),
    node("div", "notes", ...data.notes.map(text => node("p", "", text))),
    node("div", "scene", ...built(data.body, open)),
    tiles?.rows.length ? element("tiled", tiles, indicator => open({ indicator })) : node("div"),
    node("div", "low", node("span", "facts", data.foot.join(" · ")),
      node("span", "keys", keys.join("　")), tools(own)))
  placed(own)
  hairline(own)
  fit(root, words)
  room(own)
}

function listening(own) {
  const on = [
    [window, "keydown", event => keyed(own, event)],
    [window, "pointermove", () => { own.moved = Date.now(); idle(own, false) }],
    [own.root, "pointerdown", event => { own.from = event.pointerType === "mouse" ? null : event }],
    [own.root, "pointerup", event => touched(own, event)],
  ]
  on.forEach(([where, name, act]) => where.addEventListener(name, act))
  const timer = setInterval(() => tick(own), TICK)
  return () => {
    clearInterval(timer)
    on.forEach(([where, name, act]) => where.removeEventListener(name, act))
    document.documentElement.classList.remove("kpi-idle")
  }
}

function touched(own, event) {
  // a finger drawn aside turns, and so does a tap at the edge; a tap on a row opens it
  if (!own.from) return
  const by = event.clientX - own.from.clientX
  const still = Math.abs(by) < 12 && Math.abs(event.clientY - own.from.clientY) < 12
  own.from = null
  if (Math.abs(by) > SWIPE) return turn(own, by < 0 ? 1 : -1)
  if (!still || event.composedPath().some(at => at.tagName === "BUTTON")) return
  const share = event.clientX / innerWidth
  if (share < EDGE) turn(own, -1)
  else if (share > 1 - EDGE) turn(own, 1)
}

export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  const root = parentElement.querySelector(".stage")
  const own = state.get(root) ?? { root, moved: Date.now(), connected: true }
  state.set(root, own)
  own.send = setTriggerValue
  own.state = setStateValue
  const before = own.data
  const answered = data.at === own.wanted || Date.now() > (own.wantedUntil ?? 0)
  if (answered || data.scene !== before?.scene) own.wanted = undefined
  own.data = data
  const same = JSON.stringify(before) === JSON.stringify(data)
  if (!same) {
    own.due = Date.now() + data.rotate * 1000
    drawn(own)
  }
  own.stop ??= listening(own)
  tick(own)
  const again = () => (fit(root, own.data.words), room(own))
  if (!same) {
    own.watch?.disconnect() // styles and fonts may come after the rows
    own.watch = new ResizeObserver(again)
    root.querySelectorAll(".scene, .pane > *").forEach(part => own.watch.observe(part))
  }
  return () => {
    own.watch?.disconnect()
    own.stop?.()
    own.stop = own.data = undefined
  }
}
