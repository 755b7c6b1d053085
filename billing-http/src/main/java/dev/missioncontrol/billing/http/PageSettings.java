package dev.missioncontrol.billing.http;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What a host says of the pages.
 *
 * @param theme what they wear
 * @param support where "Contact" leads: {@code https:} or {@code mailto:}; absent for no such button
 * @param formTargets origins beside Stripe's own that checkout or portal are at, as a domain of one's own for Stripe's pages is: a
 *     browser lets no form lead anywhere else
 */
public record PageSettings(Theme theme, Optional<URI> support, Set<String> formTargets) {
    /** Our own look, no "Contact", and Stripe's own pages alone. */
    public static final PageSettings STANDARD = new PageSettings(Theme.NONE, Optional.empty(), Set.of());

    /** Any port of this machine: a stand-in for Stripe has its pages on another one than its API. */
    private static final String ANY_PORT = ":*";

    /**
     * Copies the origins.
     *
     * @throws IllegalArgumentException if an address can't be used so, saying how it must be
     */
    public PageSettings {
        formTargets = Set.copyOf(formTargets);
        support.filter(address -> !isSupport(address)).ifPresent(address -> {
            throw new IllegalArgumentException(
                    "\"Contact\" leads to an https: or a mailto: address, not to " + address);
        });
        for (String target : formTargets)
            if (!isFormTarget(target))
                throw new IllegalArgumentException("forms lead to https origins such as https://pay.example, written as"
                        + " browsers send them, or to http on this machine, not to " + target);
    }

    /** Ours, in a host's colours. */
    public static PageSettings wearing(Theme theme) {
        return STANDARD.with(theme);
    }

    /** The same in a host's colours. */
    public PageSettings with(Theme theme) {
        return new PageSettings(theme, support, formTargets);
    }

    /** The same, with a "Contact" wherever somebody may be stuck. */
    public PageSettings supportedAt(URI address) {
        return new PageSettings(theme, Optional.of(address), formTargets);
    }

    /** The same, whose forms may lead to these as well, in place of those said before. */
    public PageSettings leadingTo(Set<String> origins) {
        return new PageSettings(theme, support, origins);
    }

    /** Whether "Contact" may lead there. */
    public static boolean isSupport(URI address) {
        boolean page = "https".equals(address.getScheme()) && address.getHost() != null;
        boolean mail = "mailto".equals(address.getScheme())
                && address.getRawSchemeSpecificPart().contains("@");
        return page || mail;
    }

    /** Whether forms may lead there: nothing else can come into the pages' policy. */
    public static boolean isFormTarget(String origin) {
        boolean anyPort = origin.endsWith(ANY_PORT);
        String said = anyPort ? origin.substring(0, origin.length() - ANY_PORT.length()) : origin;
        try {
            URI address = URI.create(said);
            if (address.getHost() == null || !WebOrigin.of(address).equals(said)) return false;
            boolean here = "http".equals(address.getScheme()) && WebOrigin.isThisMachine(address);
            return here || !anyPort && "https".equals(address.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Where forms lead to beside our own pages, as a policy writes it: always in the same order. */
    String policy(String stripes) {
        return String.join(
                        " ",
                        stripes,
                        String.join(" ", formTargets.stream().sorted().toList()))
                .strip();
    }
}
