package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.http.WebOrigin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads variables one by one and keeps what is wrong; a blank variable is not set. */
final class Environment {
    /** Shortest time that may be set, unless none may: timers and the database count in milliseconds, so that less is none. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** Longest time that may be set: a leap year. Nothing needs more, and far more can be added to no moment. */
    private static final Duration LONGEST = Duration.ofDays(366);

    /** Most characters of a variable: eight public keys for tokens, or ten addresses, and room beside them. */
    static final int LONGEST_VALUE = 32 * 1024;

    /** Largest file of a secret in bytes: eight public keys for tokens are less. */
    static final int LARGEST_SECRET_FILE = 32 * 1024;

    /** Most characters of an address: Stripe takes 5,000 where a page leads back to, with what we write behind it. */
    static final int LONGEST_ADDRESS = 2048;

    /** Most characters of an issuer, an audience: addresses and names, and asked of every token. */
    private static final int LONGEST_NAME = 512;

    private final Map<String, String> variables;
    private final List<ConfigurationErrors.Fault> faults = new ArrayList<>();

    Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
        variables.keySet().stream()
                .filter(name -> KnownVariables.mistyped(name, variables))
                .sorted()
                .forEach(name -> wrong(name, "is not known; did you mean " + KnownVariables.nearest(name) + "?"));
    }

    void wrong(String variable, String what) {
        faults.add(new ConfigurationErrors.Fault(variable, what));
    }

    List<ConfigurationErrors.Fault> faults() {
        return faults;
    }

    /** Whether something is said already of a variable, or of the file that it may come from. */
    boolean told(String name) {
        return faults.stream()
                .map(ConfigurationErrors.Fault::variable)
                .anyMatch(variable -> variable.equals(name) || variable.equals(name + "_FILE"));
    }

    /** A secret that has to be there is not: says so, once, of the file that was named for it if one was. */
    void missing(String name, String what) {
        if (told(name)) return;
        Optional<String> file = text(name + "_FILE");
        if (file.isEmpty()) wrong(name, what);
        else wrong(name + "_FILE", "has nothing in it: " + file.get());
    }

    Optional<String> text(String name) {
        Optional<String> value =
                Optional.ofNullable(variables.get(name)).map(String::strip).filter(s -> !s.isEmpty());
        if (value.filter(s -> s.length() > LONGEST_VALUE).isPresent() && !told(name))
            wrong(name, "must have at most " + LONGEST_VALUE + " characters");
        return value;
    }

    /** Who issues tokens, or whom they are for. */
    Optional<String> party(String name) {
        Optional<String> value = text(name);
        if (value.filter(said -> said.length() > LONGEST_NAME || !said.matches("\\P{Cntrl}+"))
                .isPresent())
            wrong(name, "must have at most " + LONGEST_NAME + " characters, and no control character among them");
        return value;
    }

    /** The name of a claim of tokens. */
    Optional<String> claim(String name) {
        Optional<String> claim = text(name);
        if (claim.filter(said -> !said.matches("[\\x21-\\x7e]{1,128}")).isPresent())
            wrong(name, "must be the name of a claim, 1 to 128 visible characters");
        return claim;
    }

    /** From the variable, or from the file that NAME_FILE names. */
    Optional<String> secret(String name) {
        Optional<String> value = text(name);
        Optional<String> file = text(name + "_FILE");
        if (file.isEmpty()) return value;
        if (value.isPresent()) {
            wrong(name, "is set, and so is " + name + "_FILE; only one may be");
            return value;
        }
        try {
            return Optional.of(BoundedFile.read(Path.of(file.get()), LARGEST_SECRET_FILE)
                            .strip())
                    .filter(s -> !s.isEmpty());
        } catch (BoundedFile.TooLarge e) {
            wrong(name + "_FILE", "has " + e.getMessage() + ": " + file.get());
        } catch (IOException | InvalidPathException e) {
            wrong(name + "_FILE", "can't be read: " + file.get());
        }
        return Optional.empty();
    }

    /** The same, where a file that was named has to have something in it: nothing is said by naming none. */
    Optional<String> secretOrNone(String name) {
        Optional<String> value = secret(name);
        if (value.isEmpty() && text(name + "_FILE").isPresent()) missing(name, "");
        return value;
    }

    boolean flag(String name, boolean standard) {
        String value = text(name).orElse(Boolean.toString(standard));
        if (!value.equals("true") && !value.equals("false")) wrong(name, "must be true or false, not " + value);
        return value.equals("true");
    }

    int number(String name, int standard, int least, int most) {
        Optional<String> value = text(name);
        if (value.isEmpty()) return standard;
        try {
            int number = Integer.parseInt(value.get());
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // said below, together with a number out of range
        }
        wrong(name, "must be " + least + " to " + most + ", not " + value.get());
        return standard;
    }

    Duration duration(String name, Duration standard) {
        return duration(name, standard, SHORTEST);
    }

    Duration durationFromZero(String name, Duration standard) {
        return duration(name, standard, Duration.ZERO);
    }

    private Duration duration(String name, Duration standard, Duration least) {
        Optional<String> value = text(name);
        if (value.isEmpty()) return standard;
        try {
            Duration duration = Duration.parse(value.get());
            if (duration.compareTo(least) >= 0 && duration.compareTo(LONGEST) <= 0) return duration;
        } catch (DateTimeParseException e) {
            // said below, together with a duration out of range
        }
        wrong(name, "must be a duration such as PT60S, from " + least + " to " + LONGEST + ", not " + value.get());
        return standard;
    }

    Optional<URI> address(String name) {
        Optional<String> value = text(name);
        if (value.isEmpty()) return Optional.empty();
        Optional<URI> address = http(value.get());
        if (address.isEmpty())
            wrong(name, "must be an address with http:// or https://, at most " + LONGEST_ADDRESS + " characters");
        return address;
    }

    /** An address that nobody listens in on: https, or http on this machine, without a user and a fragment. */
    static Optional<URI> safe(String value) {
        return http(value)
                .filter(url -> url.getRawUserInfo() == null && url.getRawFragment() == null)
                .filter(url -> url.getScheme().equals("https") || WebOrigin.isThisMachine(url));
    }

    static Optional<URI> http(String value) {
        if (value.length() > LONGEST_ADDRESS) return Optional.empty();
        try {
            URI uri = URI.create(value);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
