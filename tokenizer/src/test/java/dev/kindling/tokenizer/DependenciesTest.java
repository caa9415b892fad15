package dev.kindling.tokenizer;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.text.BreakIterator;
import java.text.Normalizer;

@AnalyzeClasses(packages = "dev.kindling.tokenizer", importOptions = DoNotIncludeTests.class)
class DependenciesTest {

  @ArchTest
  static final ArchRule shouldUseTheJdkAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "dev.kindling.tokenizer..");

  @ArchTest
  static final ArchRule shouldNotDependOnItsOwnUsers =
      noClasses()
          .that()
          .resideInAPackage("dev.kindling.tokenizer")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.kindling.tokenizer.learn", "dev.kindling.tokenizer.json");

  /** The tables are pinned: another Java version must change no ids. */
  @ArchTest
  static final ArchRule shouldAskTheJavaPlatformNothingAboutCharacters =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Normalizer.class, BreakIterator.class)
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(Character.class)))
                  .and(target(nameMatching("getType|is(?!.*Surrogate|.*CodePoint).*|to.*Case"))))
          .orShould()
          .callMethodWhere(
              target(owner(assignableTo(String.class))).and(target(nameMatching("to.*Case"))));
}
