package dev.missioncontrol.billing.app.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where events leave to, for applications in other languages.
 *
 * @param urls each is told of every event; empty for none
 * @param secrets each signs every event; several while one is rolled
 */
public record EventTargets(List<URI> urls, List<Secret> secrets) {
    private static final String URLS = "BILLING_EVENT_URLS";
    private static final String SECRET = "BILLING_EVENT_SECRET";

    /** What the specification of Standard Webhooks puts before a secret. */
    private static final String PREFIX = "whsec_";

    /** Shortest key in bytes, by that specification. */
    private static final int SHORTEST_KEY = 24;

    /** Longest key in bytes, by that specification. */
    private static final int LONGEST_KEY = 64;

    /** Most URLs: each is told by its own, and who needs more wants a broker. */
    private static final int MOST_URLS = 10;

    /** Most secrets: two suffice to roll one, and each signs every event. */
    private static final int MOST_SECRETS = 8;

    /** Copies the lists. */
    public EventTargets {
        urls = List.copyOf(urls);
        secrets = List.copyOf(secrets);
    }

    static EventTargets read(Environment env) {
        List<URI> urls = new ArrayList<>();
        env.text(URLS).stream()
                .flatMap(EventTargets::parts)
                .forEach(
                        text -> url(text)
                                .ifPresentOrElse(
                                        urls::add,
                                        () -> env.wrong(
                                                URLS,
                                                "must be https addresses, or http on this machine, without a user, separated by commas")));
        if (urls.size() > MOST_URLS) env.wrong(URLS, "must be at most " + MOST_URLS);
        if (urls.stream().distinct().count() < urls.size()) env.wrong(URLS, "names an address twice");
        List<Secret> secrets = new ArrayList<>();
        env.secret(SECRET).stream().flatMap(EventTargets::parts).forEach(text -> {
            if (sound(text)) secrets.add(new Secret(text));
            else
                env.wrong(
                        SECRET,
                        "must be " + PREFIX + " and " + SHORTEST_KEY + " to " + LONGEST_KEY + " bytes in base64");
        });
        if (secrets.size() > MOST_SECRETS) env.wrong(SECRET, "must be at most " + MOST_SECRETS);
        if (!urls.isEmpty() && secrets.isEmpty()) env.missing(SECRET, "is missing; events are never sent unsigned");
        return new EventTargets(urls, secrets);
    }

    /** An address without what may be secret in it: its path and query can be all that a receiver asks for. */
    private static URI masked(URI url) {
        return URI.create(url.getScheme() + "://" + url.getRawAuthority());
    }

    /**
     * How an address is named wherever people read it: by its place, since several may differ in what is masked alone.
     *
     * @param place from 1
     */
    public String named(int place) {
        return URLS + "[" + place + "] " + masked(urls.get(place - 1));
    }

    private static Stream<String> parts(String all) {
        return Stream.of(all.split(",", -1)).map(String::strip);
    }

    private static Optional<URI> url(String text) {
        return Environment.safe(text);
    }

    private static boolean sound(String secret) {
        if (!secret.startsWith(PREFIX)) return false;
        try {
            int bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length())).length;
            return bytes >= SHORTEST_KEY && bytes <= LONGEST_KEY;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
