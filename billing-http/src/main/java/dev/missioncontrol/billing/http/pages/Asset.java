package dev.missioncontrol.billing.http.pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * A static file out of the jar: one to fetch, which may be written as several.
 *
 * @param type its content type
 * @param beside a class in whose package the parts are
 * @param parts what it is made of, in this order, with an empty line between them
 */
public record Asset(String type, Class<?> beside, List<String> parts) {
    /** The content type of stylesheets. */
    public static final String CSS = "text/css; charset=utf-8";

    /** The content type of scripts. */
    public static final String SCRIPT = "text/javascript; charset=utf-8";

    /** The content type of drawings. */
    public static final String DRAWING = "image/svg+xml";

    /** One of a single part. */
    public static Asset of(String type, Class<?> beside, String part) {
        return new Asset(type, beside, List.of(part));
    }

    /** A stylesheet written in the files {@code style/PART.css} beside this class, whose rules count in this order. */
    public static Asset style(Class<?> beside, String... parts) {
        return written(CSS, beside, "style/", parts, ".css");
    }

    /** A script written in the files {@code script/PART.js} beside this class, which know each other's functions. */
    public static Asset script(Class<?> beside, String... parts) {
        return written(SCRIPT, beside, "script/", parts, ".js");
    }

    private static Asset written(String type, Class<?> beside, String folder, String[] parts, String ending) {
        return new Asset(
                type,
                beside,
                Stream.of(parts).map(part -> folder + part + ending).toList());
    }

    /** All of it. */
    public byte[] read() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (String part : parts) {
            if (whole.size() > 0) whole.write('\n');
            whole.writeBytes(read(part));
        }
        return whole.toByteArray();
    }

    private byte[] read(String part) {
        try (InputStream own = beside.getResourceAsStream(part)) {
            if (own == null) throw new IllegalStateException(part + " is missing from the jar");
            return own.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(part + " can't be read", e);
        }
    }
}
