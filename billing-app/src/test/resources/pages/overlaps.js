// Texts that lie on each other, line by line, as far as they can be seen.
() => {
  const seen = (line, element) => {
    let { left, top, right, bottom } = line;
    for (let around = element; around !== document.documentElement; around = around.parentElement) {
      const style = getComputedStyle(around);
      if (style.overflow === "visible" || style.display === "inline") continue;
      const box = around.getBoundingClientRect();
      left = Math.max(left, box.left);
      top = Math.max(top, box.top);
      right = Math.min(right, box.right);
      bottom = Math.min(bottom, box.bottom);
    }
    return { left, top, right, bottom };
  };
  const lines = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.textContent.trim() || !text.parentElement.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) lines.push({ text, ...seen(rect, text.parentElement) });
  }
  const most = { width: 2, height: 4 };
  const words = ({ text }) => text.textContent.trim().slice(0, 40);
  return lines.flatMap((one, i) => lines.slice(i + 1).filter((other) => one.text !== other.text
    && Math.min(one.right, other.right) - Math.max(one.left, other.left) > most.width
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > most.height)
    .map((other) => `"${words(one)}" and "${words(other)}"`));
}
