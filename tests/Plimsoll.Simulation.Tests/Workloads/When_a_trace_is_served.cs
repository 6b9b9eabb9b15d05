using System.Collections;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Workloads;

public class When_a_trace_is_served
{
    [Fact]
    public void Rows_come_in_order_and_are_numbered_anew()
    {
        using var workload = new TraceWorkload([Rows.At(1), Rows.At(1), Rows.At(3)], 64);
        var taken = new List<(long, double)>();
        while (workload.Next is not null)
        {
            var arrival = workload.Take();
            taken.Add((arrival.Id, arrival.At.UnixNanoseconds / 1e9));
        }

        Assert.Equal([(0, 1), (1, 1), (2, 3)], taken);
    }

    [Fact]
    public void A_turn_arrives_when_its_user_has_thought_about_the_answer_before()
    {
        using var workload = new TraceWorkload([Rows.At(1, 7), Rows.After(2, 7), Rows.After(5, 7), Rows.At(9)], 64);
        var first = workload.Take();
        Assert.Equal(9, Seconds(workload.Next));
        workload.Ended(Record(first, 4));
        Assert.Equal(6, Seconds(workload.Next));
        var second = workload.Take();
        workload.Ended(Record(second, 6.5));
        Assert.Equal(9, Seconds(workload.Next));
        workload.Take();
        var third = workload.Take();
        Assert.Equal((3, 11.5, 7), (third.Id, third.At.UnixNanoseconds / 1e9, third.Session));
        Assert.Null(workload.Next);
    }

    [Fact]
    public void At_one_instant_a_row_of_the_trace_goes_before_one_that_waited()
    {
        using var workload = new TraceWorkload([Rows.At(1, 7), Rows.After(2, 7), Rows.At(6)], 64);
        workload.Ended(Record(workload.Take(), 4));
        Assert.Equal(-1, workload.Take().Session);
        Assert.Equal(7, workload.Take().Session);
    }

    [Theory]
    [InlineData(RequestOutcome.Limited)]
    [InlineData(RequestOutcome.Overloaded)]
    [InlineData(RequestOutcome.Lost)]
    public void A_conversation_ends_with_a_turn_that_does_not_finish(RequestOutcome outcome)
    {
        using var workload = new TraceWorkload([Rows.At(1, 7), Rows.After(2, 7), Rows.After(5, 7)], 64);
        workload.Ended(Record(workload.Take(), 4, outcome));
        Assert.Null(workload.Next);
        Assert.Equal(2, workload.Abandoned);
    }

    [Fact]
    public void Requests_of_others_may_end_between_the_turns()
    {
        using var workload = new TraceWorkload([Rows.At(1, 7), Rows.After(2, 7), Rows.At(2, 8), Rows.After(1, 8)], 64);
        var (seven, eight) = (workload.Take(), workload.Take());
        workload.Ended(Record(eight, 3));
        workload.Ended(Record(seven, 3));
        Assert.Equal(8, workload.Take().Session);
        Assert.Equal(7, workload.Take().Session);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-1)]
    public void A_row_that_waits_for_another_session_is_refused(long session)
    {
        using var workload = new TraceWorkload([Rows.At(1, 7), Rows.After(2, session)], 64);
        var error = Assert.Throws<InvalidOperationException>(() => workload.Take());
        Assert.Contains($"in session {session}, but the one before it is of session 7", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_goes_back_in_time_is_refused()
    {
        using var workload = new TraceWorkload([Rows.At(2), Rows.At(1)], 64);
        workload.Take();
        Assert.Throws<InvalidOperationException>(() => workload.Take());
    }

    [Fact]
    public void A_trace_that_begins_with_a_row_that_waits_is_refused_and_closed()
    {
        var rows = new Watched([Rows.After(2, 7)]);
        Assert.Throws<InvalidOperationException>(() => new TraceWorkload(rows, 64));
        Assert.True(rows.IsClosed);
    }

    [Fact]
    public void Only_the_sessions_under_way_are_read()
    {
        var rows = new Watched([Rows.At(1, 7), Rows.After(2, 7), Rows.At(3), Rows.At(4)]);
        var workload = new TraceWorkload(rows, 64);
        workload.Take();
        Assert.Equal(3, rows.Given);
        Assert.False(rows.IsClosed);
        workload.Dispose();
        Assert.True(rows.IsClosed);
    }

    private static double? Seconds(Instant? at) => at?.UnixNanoseconds / 1e9;

    private static RequestRecord Record(
        Arrival arrival, double seconds, RequestOutcome outcome = RequestOutcome.Finished) => new()
        {
            Arrival = arrival,
            Outcome = outcome,
            Ended = new Instant(Duration.FromSeconds(seconds).Nanoseconds),
        };

    private sealed class Watched(TraceRow[] rows) : IEnumerable<TraceRow>, IEnumerator<TraceRow>
    {
        public int Given { get; private set; }

        public bool IsClosed { get; private set; }

        public TraceRow Current => rows[Given - 1];

        object IEnumerator.Current => Current;

        public bool MoveNext() => ++Given <= rows.Length;

        public void Reset() => throw new NotSupportedException();

        public void Dispose() => IsClosed = true;

        public IEnumerator<TraceRow> GetEnumerator() => this;

        IEnumerator IEnumerable.GetEnumerator() => this;
    }
}
