/** How long a section is waited for, in milliseconds: the server asks the provider for some. */
const LONGEST_SECTION_MS = 20_000;

/** How long the sections below one that is on its way are hidden, in milliseconds: who waits longer would rather see them jump. */
const LONGEST_HIDDEN_MS = 1_000;

/**
 * Sections that come later than their page.
 *
 * @param ways how to reach the server, as `begin` takes it
 * @param announce says a sentence aloud
 */
function laterSections(ways, announce) {
  /** What came as text, to be put into the page. */
  function piece(text) {
    const fragment = document.createDocumentFragment();
    fragment.append(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    return fragment;
  }

  /** A section's piece of markup, or null where it can't be had; the server has words for a provider that is away. */
  async function fetched(address) {
    try {
      const answer = await ways.fetch(address, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(LONGEST_SECTION_MS) });
      const html = answer.headers.get("Content-Type")?.startsWith("text/html") && !answer.redirected;
      return html && answer.ok ? piece(await answer.text()) : null;
    } catch {
      return null;
    }
  }

  /**
   * A section shows that it is on its way, and then what it holds or that it can't be had. Those below it are shown after it, or soon.
   * Whoever is in it with the keyboard stays there, and hears of both.
   */
  async function fill(part) {
    const body = part.querySelector(".part-body");
    const inside = body.contains(part.getRootNode().activeElement);
    const words = (name) => part.querySelector("template." + name).content.cloneNode(true);
    part.classList.toggle("coming", body.querySelector(".part-link") !== null);
    const showLater = setTimeout(() => part.classList.remove("coming"), LONGEST_HIDDEN_MS);
    try {
      if (inside) {
        // Before what has the keyboard is gone: a section without it may be hidden, and takes none then.
        body.tabIndex = -1;
        body.focus({ preventScroll: true });
      }
      body.replaceChildren(words("part-loading"));
      body.setAttribute("aria-busy", "true");
      if (inside) announce(body.textContent);
      const content = await fetched(part.dataset.part);
      const told = content ? part.querySelector("h2") : part.querySelector("template.part-failure").content.querySelector("p");
      body.replaceChildren(content ?? words("part-failure"));
      if (inside) announce(told.textContent);
    } finally {
      clearTimeout(showLater);
      body.removeAttribute("aria-busy");
      part.classList.remove("coming");
    }
  }

  /** Older rows come below those that are there, and the keyboard with them; where they can't be had, their page says why, as without script. */
  async function more(link) {
    const part = link.closest(".part");
    const query = new URL(link.getAttribute("href"), document.baseURI).searchParams;
    query.delete("show");
    link.setAttribute("aria-busy", "true");
    const content = await fetched(`/billing/parts/${part.id.slice("part-".length)}?${query}`);
    link.removeAttribute("aria-busy");
    if (!content) return ways.open ? ways.open(link.getAttribute("href")) : location.assign(link.href);
    const added = content.querySelector("[data-rows]");
    const first = added?.firstElementChild;
    const rows = part.querySelector("[data-rows]");
    if (added) rows.append(...added.children);
    const none = content.querySelector(".hint");
    if (none) announce(none.textContent);
    part.querySelector(".part-body > .hint")?.replaceWith(none ?? "");
    const further = content.querySelector(".pager [data-more]");
    if (further) link.replaceWith(further);
    else link.remove();
    const next = first ?? further ?? rows.lastElementChild ?? rows;
    if (next !== further) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }

  /** Sections are fetched once somebody comes near: a page that is only glanced at costs nothing. */
  const near = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      fill(target);
    }
  }, { rootMargin: "300px" });

  return { watch: (part) => near.observe(part), fill, more };
}
