package io.ws402.gateway.app.cli;

/** A command that can not do what it was asked; the message is a sentence with the remedy. */
final class CommandException extends RuntimeException {
    private final int exitCode;

    CommandException(int exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
