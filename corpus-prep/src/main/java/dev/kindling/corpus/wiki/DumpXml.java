package dev.kindling.corpus.wiki;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Opens pieces of a dump as XML that can refer to nothing outside itself. */
final class DumpXml {
  private static final XMLInputFactory FACTORY = factory();

  private DumpXml() {}

  /** Reads XML without namespaces and document type. */
  static XMLStreamReader reader(String xml) throws XMLStreamException {
    return FACTORY.createXMLStreamReader(new StringReader(xml));
  }

  private static XMLInputFactory factory() {
    // The JDK's own, whatever else the class path offers: the same pages are malformed everywhere.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    return factory;
  }
}
