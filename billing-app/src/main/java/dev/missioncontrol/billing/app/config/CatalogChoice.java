package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.plan.DefaultCatalog;
import dev.missioncontrol.billing.plan.InvalidCatalogException;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.stripe.CatalogFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Chooses what is sold: the file's catalogue, or the default one with the prices that were named. */
final class CatalogChoice {
    private static final String FILE = "BILLING_CATALOG";

    private CatalogChoice() {}

    static PlanCatalog read(Environment env, boolean placeholderMode) {
        Optional<String> file = env.text(FILE);
        String blamed = file.isPresent() ? FILE : "STRIPE_PRICE_*";
        try {
            if (file.isPresent()) return CatalogFile.read(Path.of(file.get()));
            Map<DefaultCatalog.Slot, String> prices = prices(env, placeholderMode);
            for (String plan : new String[] {"pro", "team"}) {
                if (prices.keySet().stream().noneMatch(slot -> slot.plan().equals(plan))) {
                    String name = "STRIPE_PRICE_" + plan.toUpperCase(Locale.ROOT);
                    env.wrong(name + "_MONTHLY", "is missing; or set " + name + "_YEARLY or " + FILE);
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

    private static Map<DefaultCatalog.Slot, String> prices(Environment env, boolean placeholderMode) {
        Map<DefaultCatalog.Slot, String> prices = new HashMap<>();
        for (DefaultCatalog.Slot slot : DefaultCatalog.SLOTS) {
            String name = StripeVariables.variable(slot);
            Optional<String> named = env.text(name).filter(price -> !Placeholders.placeholder(price));
            if (placeholderMode) prices.put(slot, named.orElse(slot.placeholderPrice()));
            else if (named.filter(slot.placeholderPrice()::equals).isPresent()) env.wrong(name, "is a placeholder");
            else named.ifPresent(price -> prices.put(slot, price));
        }
        return prices;
    }
}
