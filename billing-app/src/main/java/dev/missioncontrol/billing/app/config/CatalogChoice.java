package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.InvalidCatalogException;
import dev.missioncontrol.billing.plan.Plan;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.plan.Price;
import dev.missioncontrol.billing.stripe.CatalogFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses what is sold: the file's catalogue, or the default one with the prices that were named. */
final class CatalogChoice {
    static final String FILE = "BILLING_CATALOG";

    private final Environment env;
    private final boolean forMoney;
    private final boolean toSell;
    private final boolean standIn;

    /**
     * @param forMoney whether prices have to be somebody's own; else those of the sandbox stand for what was not named
     * @param toSell whether the file's prices have to be there already; else {@code stripe setup} may be what is to make them
     * @param standIn whether something on this machine answers in Stripe's place, which may be the sandbox with its prices: never
     *     in production, where it is a proxy before Stripe
     */
    CatalogChoice(Environment env, boolean forMoney, boolean toSell, boolean standIn) {
        this.env = env;
        this.forMoney = forMoney;
        this.toSell = toSell;
        this.standIn = standIn;
    }

    PlanCatalog read() {
        Optional<String> file = env.text(FILE);
        String blamed = file.isPresent() ? FILE : "STRIPE_PRICE_*";
        try {
            if (file.isPresent()) return ofFile(Path.of(file.get()));
            Map<DefaultCatalog.Slot, String> prices = prices();
            for (String plan : new String[] {"pro", "team"}) {
                if (prices.keySet().stream().noneMatch(slot -> slot.plan().equals(plan))) {
                    String name = "STRIPE_PRICE_" + plan.toUpperCase(Locale.ROOT);
                    String monthly = name + "_MONTHLY";
                    if (!env.told(monthly)) env.wrong(monthly, "is missing; or set " + name + "_YEARLY or " + FILE);
                    blamed = "";
                }
            }
            if (!blamed.isEmpty()) return DefaultCatalog.withPrices(prices);
        } catch (InvalidCatalogException e) {
            String variable = blamed;
            e.faults().forEach(fault -> env.wrong(variable, fault.toString()));
        } catch (InvalidPathException e) {
            env.wrong(FILE, "is no path");
        }
        return DefaultCatalog.withPlaceholderPrices();
    }

    private PlanCatalog ofFile(Path file) {
        PlanCatalog catalog = CatalogFile.read(file);
        if (forMoney && toSell) catalog.plans().forEach(this::requireOwnPrices);
        return catalog;
    }

    private void requireOwnPrices(Plan plan) {
        Stream<PriceId> sold = plan.prices().values().stream().map(Price::id);
        Stream.concat(sold, plan.retiredPrices().stream())
                .map(PriceId::value)
                .filter(price -> Placeholders.placeholder(price) || sandboxs(price) && !standIn)
                .sorted()
                .forEach(price -> env.wrong(FILE, "plan " + plan.key() + " has a placeholder for a price: " + price));
    }

    private static boolean sandboxs(String price) {
        return DefaultCatalog.SLOTS.stream()
                .anyMatch(slot -> slot.placeholderPrice().equals(price));
    }

    private Map<DefaultCatalog.Slot, String> prices() {
        Map<DefaultCatalog.Slot, String> prices = new HashMap<>();
        for (DefaultCatalog.Slot slot : DefaultCatalog.SLOTS) {
            String name = StripeVariables.variable(slot);
            Optional<String> named = env.text(name);
            boolean placeholder = named.filter(Placeholders::placeholder).isPresent();
            boolean sandboxs = named.filter(slot.placeholderPrice()::equals).isPresent();
            if (!forMoney) prices.put(slot, named.filter(price -> !placeholder).orElse(slot.placeholderPrice()));
            else if (placeholder || sandboxs && !standIn) env.wrong(name, "is a placeholder");
            else named.ifPresent(price -> prices.put(slot, price));
        }
        return prices;
    }
}
