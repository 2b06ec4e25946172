// One sentence about the page until the reader has closed it; the browser remembers, no account does.
export default function ({ data, parentElement }) {
  const key = `kpi-hint-${data.page}`
  const slot = (parentElement.getRootNode().host ?? parentElement).closest(".st-key-hint")
  const place = slot?.closest("[data-testid=stLayoutWrapper]") ?? slot
  const kept = () => { try { return localStorage.getItem(key) } catch { return "" } }
  const hide = (gone) => { if (place) place.style.display = gone ? "none" : "" }
  const [text, button] = parentElement.querySelectorAll("span, button")
  text.textContent = data.text
  button.textContent = data.close
  button.onclick = () => {
    hide(true)
    try { localStorage.setItem(key, "1") } catch { /* a private window: until the next page */ }
  }
  hide(Boolean(kept()))
}
