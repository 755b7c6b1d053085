package dev.missioncontrol.billing.app.config;

import dev.missioncontrol.billing.http.PageSettings;
import dev.missioncontrol.billing.http.Theme;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Reads what is said of the pages. */
final class PagesReader {
    private static final String THEME = "BILLING_THEME_CSS";
    private static final String SUPPORT = "BILLING_SUPPORT_URL";
    /** Largest file of a theme in bytes: its characters are counted once it is read. */
    private static final int LARGEST_THEME = 4 * Theme.LONGEST;

    /** Most addresses that forms may lead to: all of them stand in a field of every page's head. */
    private static final int MOST_TARGETS = 10;

    private static final String TARGETS = "BILLING_FORM_TARGETS";

    /** Where a stand-in for Stripe on this machine has its pages: on a port that only it knows. */
    private static final Set<String> THIS_MACHINE = Set.of("http://127.0.0.1:*", "http://localhost:*");

    private PagesReader() {}

    /** @param standIn whether something on this machine answers in Stripe's place */
    static PageSettings read(Environment env, boolean standIn) {
        Set<String> targets = targets(env);
        if (standIn) targets.addAll(THIS_MACHINE);
        return new PageSettings(theme(env), support(env), targets, Set.of());
    }

    private static Set<String> targets(Environment env) {
        Set<String> targets = new LinkedHashSet<>();
        Optional<String> all = env.text(TARGETS);
        if (all.isEmpty()) return targets;
        for (String one : all.get().split(",", -1)) {
            String target = one.strip();
            if (target.startsWith("https://") && PageSettings.isFormTarget(target)) targets.add(target);
            else
                env.wrong(
                        TARGETS,
                        "must be https origins such as https://pay.example, written as browsers send them and separated by"
                                + " commas, not " + target);
        }
        if (targets.size() > MOST_TARGETS) env.wrong(TARGETS, "must be at most " + MOST_TARGETS);
        return targets;
    }

    private static Optional<URI> support(Environment env) {
        Optional<String> said = env.text(SUPPORT);
        try {
            Optional<URI> address = said.filter(text -> text.length() <= Environment.LONGEST_ADDRESS)
                    .map(URI::create)
                    .filter(PageSettings::isSupport);
            if (address.isPresent() == said.isPresent()) return address;
        } catch (IllegalArgumentException e) {
            // said below, together with an address of another kind
        }
        env.wrong(
                SUPPORT,
                "must be an https: or a mailto: address, at most " + Environment.LONGEST_ADDRESS + " characters, not "
                        + said.orElse(""));
        return Optional.empty();
    }

    private static Theme theme(Environment env) {
        Optional<String> file = env.text(THEME);
        if (file.isEmpty()) return Theme.NONE;
        try {
            return new Theme(BoundedFile.read(Path.of(file.get()), LARGEST_THEME));
        } catch (BoundedFile.TooLarge e) {
            env.wrong(THEME, "can't be used: it has " + e.getMessage());
        } catch (IOException | InvalidPathException e) {
            env.wrong(THEME, "can't be read as UTF-8: " + file.get());
        } catch (IllegalArgumentException e) {
            env.wrong(THEME, "can't be used: " + e.getMessage());
        }
        return Theme.NONE;
    }
}
