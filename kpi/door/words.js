// Streamlit has no translations: its own texts are put into Chinese where they appear, while the
// page's language is Chinese. `words` is kpi/door/words.json; the way back restores the original.
const words = /*WORDS*/{}
const patterns = words.patterns.map(p => [new RegExp(p.match), p.say])
const original = new WeakMap()
const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt"]
const chinese = () => document.documentElement.lang.startsWith("zh")
// Calendars, list boxes and numbers of the bundle speak the browser's language: here the page's.
const spoken = () => (chinese() ? "zh-CN" : "en-GB")
Object.defineProperty(navigator, "language", { get: spoken })
Object.defineProperty(navigator, "languages", { get: () => [spoken()] })

function said(text) {
  const plain = text.trim()
  if (Object.hasOwn(words.texts, plain)) return words.texts[plain]
  for (const [match, say] of patterns)
    if (match.test(plain)) return plain.replace(match, say).trim()
  return null
}
function put(node, key, now, write) {
  const kept = original.get(node) ?? {}
  if (!chinese()) {
    if (kept[key]?.say === now) write(kept[key].was)
    return
  }
  const say = now && said(now)
  if (!say || say === now) return
  original.set(node, { ...kept, [key]: { was: now, say } })
  write(say)
}
function visit(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    if (!node.parentElement?.closest("[translate=no],script,style"))
      put(node, "text", node.data, say => { node.data = say })
    return
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return
  for (const name of ATTRIBUTES)
    put(node, name, node.getAttribute(name), say => node.setAttribute(name, say))
  node.childNodes.forEach(visit)
}
new MutationObserver(changes => {
  for (const { type, target, attributeName, addedNodes } of changes) {
    if (attributeName === "lang") {
      visit(document.body)
      dispatchEvent(new Event("languagechange"))
    } else if (type === "childList") addedNodes.forEach(visit)
    else if (type === "characterData") visit(target)
    else if (target.nodeType === Node.ELEMENT_NODE)
      put(target, attributeName, target.getAttribute(attributeName),
        say => target.setAttribute(attributeName, say))
  }
}).observe(document.documentElement, { subtree: true, childList: true, characterData: true,
  attributes: true, attributeFilter: [...ATTRIBUTES, "lang"] })
