// What the keyboard is on, and whether that can be seen: an outline of 2 px or more, on it or on the label around it.
() => {
  const one = document.activeElement;
  const outlined = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  if (one === document.body) return { on: "", seen: true };
  const seen = outlined(one) || [...(one.closest("label")?.querySelectorAll("*") ?? [])].some(outlined)
    || Boolean(one.closest("label") && outlined(one.closest("label")));
  return { on: one.textContent.trim() || one.name || one.tagName, seen };
}
