package dev.missioncontrol.billing.http.auth;

import static dev.missioncontrol.billing.http.auth.Attack.raw;

import java.util.List;
import java.util.stream.Stream;

/** Headers that hold no token as it should be written, most around one that would be believed. */
final class ShapeAttacks {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private ShapeAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(
                new Attack("nothing", kind -> ""),
                new Attack("only the scheme", kind -> "Bearer "),
                new Attack("no scheme", kind -> kind.token().text()),
                new Attack("another scheme", kind -> "Basic " + kind.token().text()),
                new Attack(
                        "scheme and token in one",
                        kind -> "Bearer" + kind.token().text()),
                raw("two blanks", kind -> " " + kind.token().text()),
                raw("a blank behind", kind -> kind.token().text() + " "),
                raw("a line break within", kind -> kind.token().text().replaceFirst("\\.", ".\n")),
                raw(
                        "a second token behind a comma",
                        kind -> kind.token().text() + "," + kind.token().text()),
                raw("padded base64", kind -> kind.token().text() + "="),
                raw("the last letter spelt otherwise", ShapeAttacks::spelt),
                raw(
                        "letters of plain base64",
                        kind -> parts(kind, "+/+/", kind.token().parts().get(1), 2)),
                raw("two parts", kind -> String.join(".", kind.token().parts().subList(0, 2))),
                raw("four parts", kind -> kind.token().text() + ".x"),
                raw("five parts, as if encrypted", kind -> kind.token().text() + ".x.x"),
                raw("an empty signature", kind -> parts(kind, 0, 1) + "."),
                raw("an empty header", kind -> "." + parts(kind, 1, 2)),
                raw(
                        "empty claims",
                        kind -> kind.token().parts().get(0) + ".."
                                + kind.token().parts().get(2)),
                raw(
                        "claims that are no JSON",
                        kind -> kind.token().raw(Token.json(kind.token().header()), "tenant=acme")),
                raw(
                        "claims that are a list",
                        kind -> kind.token().raw(Token.json(kind.token().header()), "[\"acme\"]")),
                raw(
                        "a header that is a list",
                        kind -> kind.token().raw("[\"" + kind.algorithm() + "\"]", claims(kind))),
                raw("a header nested without end", kind -> kind.token().raw("[".repeat(3000), claims(kind))),
                raw(
                        "claims nested without end",
                        kind -> kind.token().raw(Token.json(kind.token().header()), "{\"a\":".repeat(1000))),
                raw(
                        "a token too long to look at",
                        kind -> kind.token().claim("x", "x".repeat(7000)).text()));
    }

    private static String claims(Believer kind) {
        return Token.json(kind.token().claims());
    }

    private static String parts(Believer kind, int first, int second) {
        List<String> parts = kind.token().parts();
        return parts.get(first) + "." + parts.get(second);
    }

    private static String parts(Believer kind, String head, String body, int last) {
        return head + "." + body + "." + kind.token().parts().get(last);
    }

    /** The spare bits of a signature's last letter decode to nothing: without a check both spellings would do. */
    private static String spelt(Believer kind) {
        String text = kind.token().text();
        int last = ALPHABET.indexOf(text.charAt(text.length() - 1));
        return text.substring(0, text.length() - 1) + ALPHABET.charAt(last + 1);
    }
}
