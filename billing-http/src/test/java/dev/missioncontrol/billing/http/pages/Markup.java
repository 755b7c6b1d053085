package dev.missioncontrol.billing.http.pages;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads a rendered page as a browser would, as far as the tests need it. */
final class Markup {
    private Markup() {}

    /** What a reader sees: no tags, entities resolved, one blank between words. */
    static String text(String html) {
        String body = html.substring(html.indexOf("<body"));
        return body.replaceAll("<[^>]*>", " ")
                .replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .replaceAll(" ([.,;])", "$1");
    }

    /** The first element with this beginning, up to its end tag; empty if there is none. */
    static String element(String html, String start, String end) {
        int from = html.indexOf(start);
        return from < 0 ? "" : html.substring(from, html.indexOf(end, from));
    }

    /** Labels of all buttons that send a form. */
    static List<String> buttons(String html) {
        return all(html, "<button[^>]*type=\"submit\"[^>]*>([^<]*)</button>");
    }

    /** Where forms post to. */
    static List<String> posts(String html) {
        return all(html, "<form method=\"post\" action=\"([^\"]*)\"");
    }

    /** The first group of every match. */
    static List<String> all(String html, String pattern) {
        return Pattern.compile(pattern)
                .matcher(html)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
