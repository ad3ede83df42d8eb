package dev.gatehouse.files.inspection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Looks at the XML inside a Word document without ever resolving anything. A document type can only stand before the
 * root element, so that is all that is parsed of most parts.
 */
final class DocxXml {
    private static final int PROLOG = 64 * 1024;
    private static final int SMALL_PART = 1024 * 1024;
    private static final String DOCUMENT =
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    /** What Word fetches from elsewhere when it opens a document, without asking. */
    private static final Pattern FETCHED = Pattern.compile(".*/(attachedTemplate|oleObject|frame|subDocument)");

    private static final Pattern FAR_AWAY =
            Pattern.compile("(?i)(https?|ftp|smb|webdav|mhtml):.*|file://[^/].*|(\\\\\\\\|//).*");

    /** Sees one element. */
    private interface Visitor {
        void element(XMLStreamReader at) throws Objection;
    }

    private DocxXml() {}

    static void checkProlog(InputStream part) throws IOException, Objection {
        byte[] head = part.readNBytes(PROLOG);
        try {
            XMLStreamReader xml = reader(head);
            int event;
            do {
                event = next(xml);
            } while (event != XMLStreamConstants.START_ELEMENT);
        } catch (XMLStreamException e) {
            throw Objection.damaged("a part is not XML");
        }
    }

    static void checkTypes(InputStream part) throws IOException, Objection {
        boolean[] hasDocument = new boolean[1];
        visit(part, element -> {
            String type = element.getAttributeValue(null, "ContentType");
            if (type != null) {
                String small = type.toLowerCase(Locale.ROOT);
                if (small.contains("macroenabled") || small.contains("vbaproject") || small.contains("activex")) {
                    throw Objection.active("it has macros");
                }
                hasDocument[0] |= type.equals(DOCUMENT);
            }
        });
        if (!hasDocument[0]) {
            throw Objection.mismatch(FileType.DOCX);
        }
    }

    static void checkRelationships(InputStream part) throws IOException, Objection {
        visit(part, element -> {
            String type = String.valueOf(element.getAttributeValue(null, "Type"));
            String target = String.valueOf(element.getAttributeValue(null, "Target"));
            if ("External".equals(element.getAttributeValue(null, "TargetMode"))
                    && FETCHED.matcher(type).matches()
                    && FAR_AWAY.matcher(target.strip()).matches()) {
                throw Objection.active("it fetches something from another machine when it is opened");
            }
        });
    }

    private static void visit(InputStream part, Visitor visitor) throws IOException, Objection {
        byte[] all = part.readNBytes(SMALL_PART);
        if (part.read() >= 0) {
            throw Objection.tooComplex("a list of its parts is very long");
        }
        try {
            XMLStreamReader xml = reader(all);
            while (xml.hasNext()) {
                if (next(xml) == XMLStreamConstants.START_ELEMENT) {
                    visitor.element(xml);
                }
            }
        } catch (XMLStreamException e) {
            throw Objection.damaged("a part is not XML");
        }
    }

    private static int next(XMLStreamReader xml) throws XMLStreamException, Objection {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD) {
            throw Objection.doctype();
        }
        return event;
    }

    private static XMLStreamReader reader(byte[] bytes) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
    }
}
