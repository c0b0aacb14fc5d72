// Loads one RDF/XML file and prints, line by line: each OWL 2 profile with its number of violations, then
// whether HermiT finds the ontology consistent. Run as a single source file against owlready2's HermiT.jar.

import java.io.File;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2ELProfile;
import org.semanticweb.owlapi.profiles.OWL2QLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;

class Main {
    public static void main(String[] arguments) throws Exception {
        OWLOntology ontology = OWLManager.createOWLOntologyManager()
            .loadOntologyFromOntologyDocument(new File(arguments[0]));
        OWLProfile[] profiles = {new OWL2DLProfile(), new OWL2RLProfile(), new OWL2ELProfile(), new OWL2QLProfile()};
        for (OWLProfile profile : profiles) {
            System.out.println(profile.getName() + "\t" + profile.checkOntology(ontology).getViolations().size());
        }
        System.out.println("consistent\t" + new Reasoner(ontology).isConsistent());
    }
}
