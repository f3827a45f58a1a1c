package io.ws402.gateway.methods.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.p2p.solanaj.utils.Base58;

/** A key pair as text: numbers in brackets, or base58. */
final class KeypairText {
    private static final int MAX_FILE_BYTES = 4096;
    private static final int MAX_BASE58 = 90;
    private static final Pattern NUMBERS = Pattern.compile("\\[\\s*\\d{1,3}(\\s*,\\s*\\d{1,3}){63}\\s*]");
    private static final int MAX_BYTE = 255;
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private KeypairText() {}

    static String ofFile(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new SigningException(file + " is too large for a key pair");
            }
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
                throw new SigningException(file + " can be read or written by others than its owner: chmod 600 it");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new SigningException(file + " can not be read");
        }
    }

    /** Its bytes; none when it is neither form. */
    static byte[] bytes(String text) {
        String stripped = text.strip();
        if (NUMBERS.matcher(stripped).matches()) {
            return ofNumbers(stripped);
        }
        try {
            return stripped.length() <= MAX_BASE58 ? Base58.decode(stripped) : new byte[0];
        } catch (RuntimeException e) {
            return new byte[0]; // Its message could repeat what it was given.
        }
    }

    private static byte[] ofNumbers(String text) {
        String[] numbers = text.substring(1, text.length() - 1).split(",", -1);
        byte[] bytes = new byte[numbers.length];
        for (int index = 0; index < numbers.length; index++) {
            int number = Integer.parseInt(numbers[index].strip());
            if (number > MAX_BYTE) {
                return new byte[0];
            }
            bytes[index] = (byte) number;
        }
        return bytes;
    }
}
