package dev.missioncontrol.billing.usecase;

import java.net.URI;

/** The host's page that checkout and portal lead back to. */
record ReturnPage(URI address) {
    /**
     * The page, told this by its query: behind its own, and before a fragment, in which nobody would look for it.
     *
     * @param query may hold what the provider fills in, and an address could not
     */
    String told(String query) {
        String page = address.toString();
        int end = page.indexOf('#') < 0 ? page.length() : page.indexOf('#');
        String before = page.substring(0, end);
        return before + (before.contains("?") ? "&" : "?") + query + page.substring(end);
    }
}
