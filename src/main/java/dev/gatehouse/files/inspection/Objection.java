package dev.gatehouse.files.inspection;

/** Ends an inspection with its finding. */
final class Objection extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    Objection(Finding finding) {
        super(finding.text(), null, false, false);
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }

    static Objection mismatch(FileType type) {
        return new Objection(
                Finding.wrongType("content_mismatch", "The content is not that of a ." + type.extension() + " file."));
    }

    static Objection damaged(String how) {
        return new Objection(Finding.notAcceptable("file_damaged", "The file is damaged: " + how + "."));
    }

    static Objection encrypted() {
        return new Objection(Finding.notAcceptable(
                "file_encrypted", "The file is protected by a password, so nobody can look into it."));
    }

    static Objection active(String what) {
        return new Objection(Finding.notAcceptable("file_has_macros", "The file can run something: " + what + "."));
    }

    static Objection doctype() {
        return new Objection(
                Finding.notAcceptable("file_has_doctype", "A part of the file has a document type declaration."));
    }

    static Objection tooComplex(String what) {
        return new Objection(Finding.notAcceptable("file_too_complex", "The file is out of proportion: " + what + "."));
    }
}
