package dev.missioncontrol.billing.http.front;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** What every answer tells a browser, also those that no route gives. */
final class SecurityHeaders {
    /** How long a browser keeps to https once it has seen it, in seconds: a year. */
    private static final long HTTPS_ONLY_SECONDS = 31_536_000;

    private final Map<String, String> fields = new LinkedHashMap<>();

    /** The same as they go over the wire. */
    private final List<HttpField> encoded;

    /**
     * @param https whether we are called over https from outside
     * @param formTargets where forms may lead beside our own pages
     */
    SecurityHeaders(boolean https, String formTargets) {
        fields.put("Cache-Control", "no-store");
        fields.put("X-Content-Type-Options", "nosniff");
        fields.put("Referrer-Policy", "same-origin");
        fields.put("X-Frame-Options", "DENY");
        fields.put("Cross-Origin-Opener-Policy", "same-origin");
        fields.put("Cross-Origin-Resource-Policy", "same-origin");
        fields.put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
        fields.put(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
                        + " base-uri 'none'; frame-ancestors 'none';"
                        + " form-action 'self' " + formTargets);
        if (https) fields.put("Strict-Transport-Security", "max-age=" + HTTPS_ONLY_SECONDS);
        encoded = fields.entrySet().stream()
                .<HttpField>map(field -> new PreEncodedHttpField(field.getKey(), field.getValue()))
                .toList();
    }

    Map<String, String> fields() {
        return Map.copyOf(fields);
    }

    /** Into an answer that has none of them: of each that is put it would be looked for among those before. */
    void begin(HttpFields.Mutable headers) {
        for (HttpField field : encoded) headers.add(field);
    }

    void put(HttpFields.Mutable headers) {
        for (HttpField field : encoded) headers.put(field);
    }
}
