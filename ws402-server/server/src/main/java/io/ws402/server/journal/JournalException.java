package io.ws402.server.journal;

import java.io.IOException;
import java.nio.file.Path;

/** The journal's folder can not be had; the message is a sentence with the remedy. */
public final class JournalException extends RuntimeException {
    private static final String ANOTHER = "name another one by journal.folder (WS402_JOURNAL_FOLDER)";

    private JournalException(String sentence) {
        super(sentence, null, false, false);
    }

    static JournalException inUse(Path folder) {
        return new JournalException("the journal folder " + folder
                + " is in use by another server; each needs its own: stop that one, or " + ANOTHER);
    }

    static JournalException unusable(Path folder, IOException cause) {
        return new JournalException("the journal folder " + folder + " can not be used ("
                + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                + "); let this user read and write it, or " + ANOTHER);
    }
}
