package dev.missioncontrol.billing.app.config;

import java.net.URI;
import java.util.Optional;

/**
 * Who says how many seats of a tenant are in use.
 *
 * @param claim of the host's tokens that says so
 * @param source the host's address that is asked, with its secret
 */
public record SeatCount(Optional<String> claim, Optional<Source> source) {
    private static final String CLAIM = "BILLING_JWT_SEATS_CLAIM";
    private static final String URL = "BILLING_SEAT_USAGE_URL";
    private static final String SECRET = "BILLING_SEAT_USAGE_SECRET";

    /** Shortest secret in characters: 128 bits in hexadecimal digits are twice as many. */
    private static final int SHORTEST_SECRET = 16;

    /** Longest secret in characters: it is sent in a request's head, and few servers take one of more than 8 KiB. */
    private static final int LONGEST_SECRET = 4096;

    /**
     * An address of the host.
     *
     * @param url is asked with {@code tenant=} in its query
     * @param secret is sent as a bearer token
     */
    public record Source(URI url, Secret secret) {}

    static SeatCount read(Environment env) {
        Optional<String> claim = env.claim(CLAIM);
        Optional<String> text = env.text(URL);
        Optional<URI> url = text.flatMap(SeatCount::address);
        if (text.isPresent() && url.isEmpty())
            env.wrong(URL, "must be an https address, or http on this machine, without a user");
        Optional<String> secret = env.secret(SECRET);
        if (secret.filter(value -> value.length() < SHORTEST_SECRET
                        || value.length() > LONGEST_SECRET
                        || !value.matches("[\\x21-\\x7e]+"))
                .isPresent())
            env.wrong(SECRET, "must have " + SHORTEST_SECRET + " to " + LONGEST_SECRET + " visible characters");
        if (text.isPresent() && secret.isEmpty())
            env.missing(SECRET, "is missing; the host is never asked without one");
        if (text.isEmpty() && secret.isPresent()) env.wrong(URL, "is missing, and " + SECRET + " is for it alone");
        return new SeatCount(
                claim, url.flatMap(address -> secret.map(value -> new Source(address, new Secret(value)))));
    }

    private static Optional<URI> address(String text) {
        return Environment.safe(text);
    }
}
