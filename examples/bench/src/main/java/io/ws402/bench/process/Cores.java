package io.ws402.bench.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which cores this process may use, and who gets which: the program under measurement one of its own, the load generator
 * and whatever else the work needs the rest. On one core, or without {@code taskset}, nothing is pinned.
 */
public final class Cores {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";
    private static final Cores HERE = new Cores(hasTaskset() ? allowed() : List.of());

    private final List<Integer> numbers;

    Cores(List<Integer> numbers) {
        this.numbers = List.copyOf(numbers);
    }

    /** Those of this machine that are ours. */
    public static Cores here() {
        return HERE;
    }

    /** Whether programs get cores of their own. */
    public boolean pins() {
        return numbers.size() > 1;
    }

    /** How many programs can have a core of their own, with one left for the load. */
    public int forPrograms() {
        return pins() ? numbers.size() - 1 : 0;
    }

    /** What to put before the command of the nth program under measurement. */
    public List<String> program(int index) {
        return pins() ? taskset(List.of(numbers.get(index % (numbers.size() - 1)))) : List.of();
    }

    /** What to put before the command of the load generator, beside so many programs under measurement. */
    public List<String> load(int programs) {
        return pins() ? taskset(rest(programs)) : List.of();
    }

    /** Moves a process and all its threads beside the load generator. */
    public void moveToLoad(long pid, int programs) throws IOException, InterruptedException {
        if (pins()) {
            List<String> command = List.of("taskset", "-a", "-c", "-p", list(rest(programs)), Long.toString(pid));
            int status = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IOException("taskset could not move process " + pid + ": status " + status);
            }
        }
    }

    private List<Integer> rest(int programs) {
        return numbers.subList(Math.clamp(programs, 1, numbers.size() - 1), numbers.size());
    }

    private static List<String> taskset(List<Integer> cores) {
        return List.of("taskset", "-c", list(cores));
    }

    private static String list(List<Integer> cores) {
        return String.join(",", cores.stream().map(String::valueOf).toList());
    }

    private static boolean hasTaskset() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, "taskset")));
    }

    private static List<Integer> allowed() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(ALLOWED))
                    .findFirst()
                    .map(line -> parse(line.substring(ALLOWED.length()).strip()))
                    .orElse(List.of());
        } catch (IOException e) {
            // Not a Linux: nothing is pinned, and the table says so.
            return List.of();
        }
    }

    /** Reads a list as the kernel writes it, for example {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        List<Integer> numbers = new ArrayList<>();
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", -1);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int number = Integer.parseInt(ends[0]); number <= last; number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
