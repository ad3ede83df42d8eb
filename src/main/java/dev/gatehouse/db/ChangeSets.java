package dev.gatehouse.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The change sets that travel inside the jar; asking costs no Liquibase, which is slow to wake up. */
final class ChangeSets {
    static final String FILE = "migrations.xml";

    private ChangeSets() {}

    /** Their ids, in the order in which they run. */
    static List<String> ids() {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        List<String> ids = new ArrayList<>();
        try (InputStream in = ChangeSets.class.getClassLoader().getResourceAsStream(FILE)) {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals("changeSet")) {
                    ids.add(reader.getAttributeValue(null, "id"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(FILE + " inside the jar is not XML", e);
        }
        return List.copyOf(ids);
    }
}
