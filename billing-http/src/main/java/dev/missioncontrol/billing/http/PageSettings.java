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
 * @param callers origins beside the application's own whose pages may call the API as whoever the host says asks: of front ends of the
 *     host's. For {@link BillingServlet} alone, and whether a browser lets them read what is answered is the host's to say (CORS)
 */
public record PageSettings(Theme theme, Optional<URI> support, Set<String> formTargets, Set<String> callers) {
    /** Our own look, no "Contact", and Stripe's own pages alone. */
    public static final PageSettings STANDARD = new PageSettings(Theme.NONE, Optional.empty(), Set.of(), Set.of());

    /** Any port of this machine: a stand-in for Stripe has its pages on another one than its API. */
    private static final String ANY_PORT = ":*";

    /**
     * Copies the origins.
     *
     * @throws IllegalArgumentException if an address can't be used so, saying how it must be
     */
    public PageSettings {
        formTargets = Set.copyOf(formTargets);
        callers = Set.copyOf(callers);
        support.filter(address -> !isSupport(address)).ifPresent(address -> {
            throw new IllegalArgumentException(
                    "\"Contact\" leads to an https: or a mailto: address, not to " + address);
        });
        for (String target : formTargets)
            if (!isFormTarget(target))
                throw new IllegalArgumentException("forms lead to https origins such as https://pay.example, written as"
                        + " browsers send them, or to http on this machine, not to " + target);
        for (String caller : callers)
            if (caller.endsWith(ANY_PORT) || !isFormTarget(caller))
                throw new IllegalArgumentException("who calls the API is an https origin such as https://app.example,"
                        + " written as browsers send it, or http on this machine with its port, not " + caller);
    }

    /** Ours, in a host's colours. */
    public static PageSettings wearing(Theme theme) {
        return STANDARD.with(theme);
    }

    /** The same in a host's colours. */
    public PageSettings with(Theme theme) {
        return new PageSettings(theme, support, formTargets, callers);
    }

    /** The same, with a "Contact" wherever somebody may be stuck. */
    public PageSettings supportedAt(URI address) {
        return new PageSettings(theme, Optional.of(address), formTargets, callers);
    }

    /** The same, whose forms may lead to these as well, in place of those said before. */
    public PageSettings leadingTo(Set<String> origins) {
        return new PageSettings(theme, support, origins, callers);
    }

    /** The same, whose API pages of these origins may call as well, in place of those said before. */
    public PageSettings calledFrom(Set<String> origins) {
        return new PageSettings(theme, support, formTargets, origins);
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
