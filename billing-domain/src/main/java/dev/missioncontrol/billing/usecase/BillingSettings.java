package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.AccessPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may set about billing.
 *
 * @param access days of grace
 * @param installation a name written beside the tenant in metadata, and asked for there
 * @param returnTo where checkout and portal return to: an address with {@code http://} or {@code https://} and a host
 * @param promotionCodes whether checkout has a field for them
 * @param automaticTax whether the provider calculates tax at checkout
 * @param lease how long a job that was claimed is one node's (a fetch, events for handlers, pushed seats, a sweep, an import, a
 *     reconciliation): not below a minute with Stripe's adapter, at least a millisecond
 * @param refreshInterval how often workers look for work, at least a millisecond
 * @param sweepInterval how often everything is compared with the provider, at least a millisecond
 * @param providerRate fetches, pushed seats and pages of a sweep that workers may begin in a second, at least 1; some take several
 *     calls
 * @param retention how long what is over is kept
 */
public record BillingSettings(
        AccessPolicy access,
        Optional<String> installation,
        URI returnTo,
        boolean promotionCodes,
        boolean automaticTax,
        Duration lease,
        Duration refreshInterval,
        Duration sweepInterval,
        int providerRate,
        Retention retention) {

    /** Longest name of an installation in characters, as long as a tenant's id: it stands beside one in metadata. */
    public static final int LONGEST_INSTALLATION = 128;

    /** What an installation's name may be, in words. */
    public static final String INSTALLATION_NAMES =
            "1 to " + LONGEST_INSTALLATION + " letters, digits and . _ : @ + | ~ -";

    /** Of characters that a provider gives back as they were: the name counts only where it is the very same. */
    private static final Pattern INSTALLATION = Pattern.compile("[A-Za-z0-9._:@+|~-]{1," + LONGEST_INSTALLATION + "}");

    /** Shortest time that timers tell. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** @throws IllegalArgumentException if a setting can't be used, saying which and what it may be */
    public BillingSettings {
        if (installation.filter(name -> !isInstallation(name)).isPresent())
            throw new IllegalArgumentException("the name of an installation is " + INSTALLATION_NAMES);
        requirePage(returnTo);
        requireTime("lease", lease);
        requireTime("refreshInterval", refreshInterval);
        requireTime("sweepInterval", sweepInterval);
        if (providerRate < 1)
            throw new IllegalArgumentException("providerRate is at least 1 in a second, not " + providerRate);
    }

    /** The provider refuses any other, once somebody wants to pay. */
    static URI requirePage(@Nullable URI address) {
        if (address == null || !isPage(address))
            throw new IllegalArgumentException(
                    "checkout and portal return to an address with http:// or https:// and a host, not to " + address);
        return address;
    }

    private static boolean isPage(URI address) {
        return ("https".equals(address.getScheme()) || "http".equals(address.getScheme())) && address.getHost() != null;
    }

    private static void requireTime(String name, Duration time) {
        if (time.compareTo(SHORTEST) < 0)
            throw new IllegalArgumentException(name + " is at least a millisecond, not " + time);
    }

    /** Whether an installation may be called so. */
    public static boolean isInstallation(String name) {
        return INSTALLATION.matcher(name).matches();
    }

    /** A minute: several times the provider's read timeout with its retries. */
    public static final Duration STANDARD_LEASE = Duration.ofSeconds(60);

    /** A second: how long a webhook's payload stays provisional. */
    public static final Duration STANDARD_REFRESH_INTERVAL = Duration.ofSeconds(1);

    /** An hour: how long a lost event goes unnoticed at most. */
    public static final Duration STANDARD_SWEEP_INTERVAL = Duration.ofHours(1);

    /**
     * What workers may begin in a second. Each is a call or a few, so with a live account it stays below a third of the calls that Stripe
     * allows, and checkouts are not crowded out.
     */
    public static final int STANDARD_PROVIDER_RATE = 10;

    /** The defaults, returning to this address. */
    public static BillingSettings returningTo(URI returnTo) {
        return new BillingSettings(
                AccessPolicy.STANDARD,
                Optional.empty(),
                returnTo,
                false,
                false,
                STANDARD_LEASE,
                STANDARD_REFRESH_INTERVAL,
                STANDARD_SWEEP_INTERVAL,
                STANDARD_PROVIDER_RATE,
                Retention.STANDARD);
    }
}
