package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.TrainingEngine;
import dev.kindling.train.TestPlans;
import dev.kindling.train.TestShards;
import dev.kindling.train.plan.EngineSpec;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineLeaseTest {
  private static final List<StateVector> MOMENTS =
      List.of(StateVector.FIRST_MOMENT, StateVector.SECOND_MOMENT);

  @TempDir Path folder;
  private Workspace workspace;
  private RunPlan plan;
  private EngineSpec spec;

  @BeforeEach
  void makePlan() throws IOException {
    workspace = new Workspace(folder.toString(), new Configuration());
    TestShards.write(folder.resolve("gpt"), ExampleKind.NEXT_WORD, 16, 20);
    plan = plan("local");
    spec = plan.engine(plan.lastPhase(), 1);
  }

  private RunPlan plan(String moments) throws IOException {
    return TestPlans.of(
        workspace,
        """
        examples: gpt
        model: {architecture: gpt, layers: 1, hidden: 16, heads: 2, feed-forward: 32}
        training:
          {workers: 1, local-steps: 2, steps: 12, batch-size: 4, micro-batch-size: 2,
           learning-rate: 0.01, averaging: {moments: %s}}
        """
            .formatted(moments));
  }

  @Test
  void shouldLendAnEngineAgainThatWorkWentWellOn() throws Exception {
    TrainingEngine first = EnginePool.with(spec, engine -> engine);

    assertThat(EnginePool.<TrainingEngine>with(spec, engine -> engine)).isSameAs(first);
  }

  @Test
  void shouldCloseAnEngineOnWhichWorkHasFailed() throws Exception {
    EngineLease lease = EnginePool.lease(spec);
    TrainingEngine engine = lease.use(lent -> lent);
    assertThatThrownBy(
            () ->
                lease.use(
                    lent -> {
                      throw new IOException("half-way");
                    }))
        .hasMessage("half-way");

    assertThatThrownBy(() -> lease.use(lent -> lent)).hasMessageContaining("has failed before");
    lease.close();

    assertThatThrownBy(() -> engine.readParameters(0, new float[1])).hasMessageContaining("closed");
    assertThat(EnginePool.<TrainingEngine>with(spec, other -> other)).isNotSameAs(engine);
  }

  @Test
  void shouldLeaveAnEngineOpenThatIsLentWhileOneOfAnotherPhaseIsAskedFor() throws Exception {
    EngineSpec other = plan.engine(plan.lastPhase(), 2);
    try (EngineLease lease = EnginePool.lease(spec)) {
      TrainingEngine idle = EnginePool.with(spec, engine -> engine);
      EnginePool.with(other, engine -> engine);

      assertThatThrownBy(idle::store).hasMessageContaining("closed");
      assertThat(lease.<Object>use(TrainingEngine::store)).isNotNull();
    }
  }

  @Test
  void shouldTrainOnFromMomentsInTheEngineAndFromNoOthers() throws Exception {
    StateVectors shared = plan.initialState().shared();
    List<RoundAssignment> rounds = new RoundPlanner(plan).next(plan.initialState(), 2);
    try (EngineLease lease = EnginePool.lease(spec);
        EngineLease inTurns = EnginePool.lease(spec)) {
      StateVectors own =
          run(inTurns, rounds.get(0), shared, new StateVectors()); // moments are zero at first
      run(lease, rounds.get(0), shared, new StateVectors());
      assertThat(lease.holds(StateVector.FIRST_MOMENT)).isTrue();
      StateVectors first = inTurns.takeOut(own, new StateVectors());
      assertThat(inTurns.holds(StateVector.FIRST_MOMENT)).isFalse();
      inTurns.use(EngineLeaseTest::spoil);

      own = run(inTurns, rounds.get(1), shared, copy(first));
      run(lease, rounds.get(1), shared, spoiled(first));

      StateVectors expected = inTurns.takeOut(own, new StateVectors());
      StateVectors actual = lease.takeOut(new StateVectors(), new StateVectors());
      assertThat(actual.present()).containsExactlyElementsOf(MOMENTS);
      for (StateVector moment : MOMENTS) {
        assertThat(actual.get(moment)).isEqualTo(expected.get(moment));
        assertThat(actual.get(moment)).isNotEqualTo(first.get(moment));
      }
    }
  }

  @Test
  void shouldHoldNoMomentThatARoundHasAveraged() throws Exception {
    plan = plan("rare");
    StateVectors shared = plan.initialState().shared();
    List<RoundAssignment> rounds = new RoundPlanner(plan).next(plan.initialState(), 6);
    try (EngineLease lease = EnginePool.lease(spec)) {
      for (RoundAssignment round : rounds) {
        run(lease, round, shared, new StateVectors());

        assertThat(lease.holds(StateVector.FIRST_MOMENT)).isEqualTo(round.round() % 3 != 0);
        assertThat(lease.holds(StateVector.SECOND_MOMENT)).isEqualTo(round.round() % 6 != 0);
      }
    }
  }

  @Test
  void shouldTakeMomentsOutIntoArraysThatNobodyNeeds() throws Exception {
    List<RoundAssignment> rounds = new RoundPlanner(plan).next(plan.initialState(), 1);
    try (EngineLease lease = EnginePool.lease(spec)) {
      run(lease, rounds.get(0), plan.initialState().shared(), new StateVectors());
      float[] array = new float[plan.parameterCount()];

      StateVectors all =
          lease.takeOut(
              new StateVectors(), new StateVectors().with(StateVector.FIRST_MOMENT, array));

      assertThat(all.get(StateVector.FIRST_MOMENT)).isSameAs(array);
      assertThat(all.get(StateVector.SECOND_MOMENT)).hasSameSizeAs(array);
      assertThat(array).isNotEqualTo(new float[array.length]);
    }
  }

  private StateVectors run(
      EngineLease lease, RoundAssignment round, StateVectors shared, StateVectors own)
      throws Exception {
    return new WorkerRound(plan, round, 0).run(() -> shared, own, lease, workspace).own();
  }

  /** What another task may leave in an engine. */
  private static Object spoil(TrainingEngine engine) {
    float[] values = new float[engine.store().parameters().length];
    Arrays.fill(values, Float.NaN);
    engine.loadFirstMoment(values);
    engine.loadSecondMoment(values);
    return engine;
  }

  private static StateVectors copy(StateVectors vectors) {
    StateVectors copy = new StateVectors();
    for (StateVector vector : vectors.present()) {
      copy = copy.with(vector, vectors.get(vector).clone());
    }
    return copy;
  }

  private static StateVectors spoiled(StateVectors vectors) {
    StateVectors spoiled = copy(vectors);
    spoiled.present().forEach(vector -> Arrays.fill(spoiled.get(vector), Float.NaN));
    return spoiled;
  }
}
