using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_a_report_costs_nothing
{
    [Fact]
    public void The_session_stays_open()
    {
        var trial = new Trial(Given.Policy()).With(ScopeLevel.Seat, "pro");
        var open = trial.Admitted(default, 0);
        trial.Book.Report(open, new TokenUsage(default, default, new Tokens(3), default), Trial.At(1));
        Assert.NotNull(trial.State(LimitKind.Session, 1).ResetsAt);
    }
}
