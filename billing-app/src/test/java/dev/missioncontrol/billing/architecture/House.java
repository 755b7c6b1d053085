package dev.missioncontrol.billing.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rooms of the house, as ArchUnit's package patterns. */
final class House {
    static final String ROOT = "dev.missioncontrol.billing";

    static final String ID = ROOT + ".id..";
    static final String PLAN = ROOT + ".plan..";
    static final String PROVIDER = ROOT + ".provider..";
    static final String ACCOUNT = ROOT + ".account..";
    static final String STORE = ROOT + ".store..";
    static final String USE_CASE = ROOT + ".usecase..";
    static final String SANDBOX = ROOT + ".sandbox..";

    static final String STRIPE = ROOT + ".stripe..";
    static final String PERSISTENCE = ROOT + ".persistence..";
    static final String HTTP = ROOT + ".http..";

    static final String APP = ROOT + ".app..";
    static final String COMMANDS = ROOT + ".app.command..";

    /** What decides by itself: the same answer for the same arguments, today and in a year. */
    static final String[] DECIDING = {ID, PLAN, ACCOUNT};

    static final String[] DOMAIN = {ROOT, ID, PLAN, PROVIDER, ACCOUNT, STORE, USE_CASE, SANDBOX};

    static final String[] OUTSIDE_THE_DOMAIN = {STRIPE, PERSISTENCE, HTTP, APP};

    private House() {}

    static String[] both(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    /** ArchUnit's own option knows folders of test classes, but not the jar of the domain's contract kits. */
    static final class WithoutTestJars implements ImportOption {
        private static final Pattern TEST_JAR = Pattern.compile(".*-tests\\.jar!/.*");

        @Override
        public boolean includes(Location location) {
            return !location.matches(TEST_JAR);
        }
    }
}
