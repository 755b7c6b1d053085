package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.Price;
import dev.missioncontrol.billing.provider.ProviderException;
import dev.missioncontrol.billing.provider.ProviderException.Kind;
import dev.missioncontrol.billing.provider.ProviderPrice;
import dev.missioncontrol.billing.stripe.AccountState.Asked;
import dev.missioncontrol.billing.stripe.AccountState.Endpoint;
import dev.missioncontrol.billing.stripe.AccountState.Portal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Plans what an account lacks. Pure: what it needs to know comes in. */
final class AccountSetup {
    private AccountSetup() {}

    /** The key under which the price of a plan is found again. */
    static String lookupKey(Plan plan, BillingInterval interval) {
        return "billing_" + plan.key() + "_" + interval.word();
    }

    /** The id of a plan's product. */
    static String product(Plan plan) {
        return "billing_" + plan.key();
    }

    /**
     * The steps that bring an account to what is wished for; none if it is.
     *
     * @param byKey active prices by lookup key, of all that the catalogue sells
     * @param products ids of the products that are there
     * @param livemode the mode of the key
     * @throws ProviderException if something that decides could not be asked: nothing is made twice by mistake
     */
    static List<SetupStep> plan(
            AccountWishes wishes,
            AccountState state,
            Map<String, ProviderPrice> byKey,
            Set<String> products,
            boolean livemode) {
        List<SetupStep> steps = new ArrayList<>();
        for (Plan plan : wishes.catalog().plans()) {
            if (plan.retired()) continue;
            plan.prices().forEach((interval, price) -> {
                if (wishes.ownCatalog() || absent(price, state))
                    steps.addAll(price(plan, interval, price, state, byKey, livemode));
            });
            boolean made = steps.stream()
                    .anyMatch(step -> step instanceof SetupStep.MakePrice make
                            && make.product().equals(product(plan)));
            if (made && !products.contains(product(plan)))
                steps.add(indexOfFirst(steps, product(plan)), new SetupStep.MakeProduct(product(plan), plan.name()));
        }
        if (require(state.portals()).stream().noneMatch(Portal::isDefault)) steps.add(new SetupStep.MakePortal());
        endpoint(wishes, state).ifPresent(steps::add);
        return steps;
    }

    private static int indexOfFirst(List<SetupStep> steps, String product) {
        for (int i = 0; i < steps.size(); i++)
            if (steps.get(i) instanceof SetupStep.MakePrice make
                    && make.product().equals(product)) return i;
        return steps.size();
    }

    /** The amounts of the built-in plans are an example: nothing that a host sells is replaced by them. */
    private static boolean absent(Price price, AccountState state) {
        return require(state.prices().get(price.id())).isEmpty();
    }

    /** A price at Stripe is never changed in its amount, so one that is not as the catalogue says is replaced and kept. */
    private static List<SetupStep> price(
            Plan plan,
            BillingInterval interval,
            Price price,
            AccountState state,
            Map<String, ProviderPrice> byKey,
            boolean livemode) {
        Optional<ProviderPrice> there = require(state.prices().get(price.id()));
        if (there.isEmpty()) return List.of(toSell(plan, interval, price, byKey));
        List<String> differences = PriceDifferences.between(interval, price, there.get(), livemode);
        if (differences.isEmpty()) return List.of();
        return List.of(
                toSell(plan, interval, price, byKey),
                new SetupStep.KeepPrice(plan.key(), price.id().value(), String.join("; ", differences)));
    }

    private static SetupStep toSell(
            Plan plan, BillingInterval interval, Price price, Map<String, ProviderPrice> byKey) {
        String key = lookupKey(plan, interval);
        Optional<ProviderPrice> same = Optional.ofNullable(byKey.get(key))
                .filter(found -> found.unitAmount()
                                .equals(OptionalLong.of(price.unitAmount().minorUnits()))
                        && found.currency().equals(price.unitAmount().currency())
                        && found.interval().equals(Optional.of(interval)));
        if (same.isPresent())
            return new SetupStep.UsePrice(plan.key(), interval, same.get().id().value());
        return new SetupStep.MakePrice(plan.key(), product(plan), interval, price.unitAmount(), key);
    }

    private static Optional<SetupStep> endpoint(AccountWishes wishes, AccountState state) {
        List<Endpoint> ours = ours(wishes, state);
        if (ours.isEmpty()) return Optional.of(new SetupStep.MakeEndpoint(wishes.webhook(), StripeAccount.EVENTS));
        boolean heard = ours.stream()
                .anyMatch(one -> one.enabled() && StripeAccount.EVENTS.stream().allMatch(one::hears));
        if (heard) return Optional.empty();
        Endpoint newest =
                ours.stream().max(Comparator.comparing(Endpoint::created)).orElseThrow();
        Set<String> events = new TreeSet<>(newest.events());
        events.addAll(StripeAccount.EVENTS);
        boolean all = events.contains("*");
        return Optional.of(new SetupStep.MendEndpoint(newest.id(), all ? List.of("*") : List.copyOf(events)));
    }

    /** A second endpoint beside the one of another version; none if there is one of the right version already. */
    static List<SetupStep> rotate(AccountWishes wishes, AccountState state) {
        boolean there = ours(wishes, state).stream().anyMatch(one -> one.enabled() && one.pinned());
        return there ? List.of() : List.of(new SetupStep.MakeEndpoint(wishes.webhook(), StripeAccount.EVENTS));
    }

    /** Deletes all but the newest endpoint of the right version. */
    static List<SetupStep> finishRotation(AccountWishes wishes, AccountState state) {
        List<Endpoint> ours = ours(wishes, state);
        Endpoint kept = ours.stream()
                .filter(one -> one.enabled() && one.pinned())
                .max(Comparator.comparing(Endpoint::created).thenComparing(Endpoint::id))
                .orElseThrow(() -> new ProviderException(
                        Kind.WRONG_STATE,
                        "there is no endpoint of version " + StripeEventWriter.API_VERSION
                                + " yet: run `stripe setup --rotate-webhook` first"));
        return ours.stream()
                .filter(one -> one != kept)
                .<SetupStep>map(one -> new SetupStep.DeleteEndpoint(one.id()))
                .toList();
    }

    private static List<Endpoint> ours(AccountWishes wishes, AccountState state) {
        return require(state.endpoints()).stream()
                .filter(one -> one.url().equals(wishes.webhook().toString()))
                .toList();
    }

    private static <T> T require(Asked<T> asked) {
        return asked.answer().orElseThrow(() -> new ProviderException(Kind.UNAVAILABLE, asked.failure()));
    }
}
