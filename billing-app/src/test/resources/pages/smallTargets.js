// What can be pressed and is too small one way or the other: buttons and fields under 44 px (WCAG 2.5.5); links and what opens, under
// 44 px where they are touched and under 24 px where they are clicked (2.5.8). Links within sentences are exempt.
() => {
  const touched = innerWidth <= 640;
  const withinSentence = (one) => one.matches("a:not(.button)")
    && [...one.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
  const small = [];
  const measure = (selector, least) => {
    for (const one of document.querySelectorAll(selector)) {
      if (one.type === "radio" || !one.checkVisibility() || withinSentence(one)) continue;
      const { width, height } = one.getBoundingClientRect();
      if (Math.round(width) < least || Math.round(height) < least) small.push(`${one.outerHTML.slice(0, 120)} ${width}x${height}`);
    }
  };
  measure("button, a.button, input:not([type=hidden]), select, textarea, .segments label", 44);
  measure("a[href]:not(.button), summary", touched ? 44 : 24);
  return small;
}
