package dev.missioncontrol.billing.app.packaging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A jar by its file's name, as Maven writes it: {@code jetty-http-12.1.12.jar}.
 *
 * @param name the artifact's id
 * @param version from its first digit on
 */
record Artifact(String name, String version) {
    private static final Pattern FILE = Pattern.compile("(.+?)-([0-9][^/]*)\\.jar");

    static Optional<Artifact> of(Path file) {
        Matcher parts = FILE.matcher(String.valueOf(file.getFileName()));
        return parts.matches() ? Optional.of(new Artifact(parts.group(1), parts.group(2))) : Optional.empty();
    }

    boolean isBelow(String floor) {
        List<Integer> ours = numbers(version);
        List<Integer> theirs = numbers(floor);
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            int difference = Integer.compare(at(ours, i), at(theirs, i));
            if (difference != 0) return difference < 0;
        }
        return false;
    }

    private static int at(List<Integer> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    private static List<Integer> numbers(String version) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : version.split("[.-]")) {
            if (!part.matches("[0-9]{1,9}")) break;
            numbers.add(Integer.parseInt(part));
        }
        return numbers;
    }
}
