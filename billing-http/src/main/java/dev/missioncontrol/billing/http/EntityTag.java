package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.id.Sha256;
import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The {@code ETag} of an answer: the version of what the tenant has, a dot, and a fingerprint of the answer itself. A command's
 * {@code If-Match} asks for the version alone. {@code If-None-Match} asks for the whole: access ends by time while the version
 * stays, and an answer that says so must never be left out as known.
 */
final class EntityTag {
    static final String IF_NONE_MATCH = "If-None-Match";

    /** Bytes of the fingerprint: as many as the version has, far more than a tenant has answers. */
    private static final int BYTES = 8;

    private EntityTag() {}

    static String of(String version, byte[] body) {
        return '"' + version + '.' + HexFormat.of().formatHex(Sha256.of(body), 0, BYTES) + '"';
    }

    /** The version that a tag, without its quotation marks, names. */
    static String version(String tag) {
        int dot = tag.indexOf('.');
        return dot < 0 ? tag : tag.substring(0, dot);
    }

    /** Whether the sender has this answer already; a list that can't be read names none. */
    static boolean known(Context ctx, String tag) {
        Optional<String> said = HeadFields.list(ctx, IF_NONE_MATCH);
        if (said.isEmpty()) return false;
        for (String one : said.get().split(",")) {
            String named = one.strip();
            if (named.equals("*") || named.equals(tag) || named.equals("W/" + tag)) return true;
        }
        return false;
    }
}
