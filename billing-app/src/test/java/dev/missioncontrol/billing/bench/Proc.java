package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What Linux tells of processes in {@code /proc}; other systems tell nothing. */
final class Proc {
    static final String ELSEWHERE = "not on this system";

    private static final Path ROOT = Path.of("/proc");

    /** Linux counts for programs in hundredths of a second, whatever the kernel itself counts in. */
    private static final long TICK_NANOS = Duration.ofMillis(10).toNanos();

    private Proc() {}

    /**
     * A process, in its own words.
     *
     * @param own processor time of it
     * @param ofEnded processor time of its children that have ended
     */
    record Stat(long parent, Duration own, Duration ofEnded) {
        /** The name in brackets may have blanks and brackets of its own: what counts begins behind the last of them. */
        static Stat parse(String line) {
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return new Stat(
                    Long.parseLong(fields[1]),
                    ticks(Long.parseLong(fields[11]) + Long.parseLong(fields[12])),
                    ticks(Long.parseLong(fields[13]) + Long.parseLong(fields[14])));
        }
    }

    private static Duration ticks(long number) {
        return Duration.ofNanos(number * TICK_NANOS);
    }

    /** Processor time of all processes that work in this folder, and of those of their children that have ended. */
    static Optional<Duration> cpuOfAllIn(Path folder) {
        Map<Long, Stat> found = new HashMap<>();
        try (Stream<Path> all = Files.list(ROOT)) {
            all.filter(one -> one.getFileName().toString().matches("\\d+"))
                    .filter(one -> worksIn(one, folder))
                    .forEach(one -> lines(one.resolve("stat"))
                            .ifPresent(lines ->
                                    found.put(Long.parseLong(one.getFileName().toString()), Stat.parse(lines.get(0)))));
        } catch (IOException notOnThisSystem) {
            return Optional.empty();
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(sum(found));
    }

    /** The ended children of one that is counted itself are counted with it alone: with the eldest. */
    static Duration sum(Map<Long, Stat> family) {
        return family.values().stream()
                .map(one -> family.containsKey(one.parent) ? one.own : one.own.plus(one.ofEnded))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static boolean worksIn(Path process, Path folder) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(folder);
        } catch (IOException endedOrAnothers) {
            return false;
        }
    }

    /** Processor time that the whole machine has spent on anything. */
    static Optional<Duration> cpuOfMachine() {
        return lines(ROOT.resolve("stat")).map(lines -> busy(lines.get(0)));
    }

    /** All but the fourth and the fifth, which are idle; those behind the eighth are counted in the first two. */
    static Duration busy(String line) {
        long[] fields = Arrays.stream(line.strip().split("\\s+"))
                .skip(1)
                .limit(8)
                .mapToLong(Long::parseLong)
                .toArray();
        return ticks(Arrays.stream(fields).sum() - fields[3] - fields[4]);
    }

    /** Proportional set size, in MB: what a process keeps of the machine's memory. */
    static OptionalLong pssMegabytes(long pid) {
        return megabytes(ROOT.resolve(pid + "/smaps_rollup"), "Pss:");
    }

    /** The most memory that a process has had so far, in MB. */
    static OptionalLong mostResidentMegabytes(long pid) {
        return megabytes(ROOT.resolve(pid + "/status"), "VmHWM:");
    }

    private static OptionalLong megabytes(Path file, String name) {
        return lines(file).stream()
                .flatMap(List::stream)
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst();
    }

    private static Optional<List<String>> lines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty() ? Optional.empty() : Optional.of(lines);
        } catch (NoSuchFileException notOnThisSystem) {
            return Optional.empty();
        } catch (IOException e) {
            // A process that ends while it is read says so in this way.
            if (!Files.exists(file.getParent())) return Optional.empty();
            throw new UncheckedIOException(e);
        }
    }
}
