using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Regressions;

public class When_overage_lacks_more_than_consent
{
    [Fact]
    public void What_consent_cannot_cure_is_told_first()
    {
        var trial = new Trial(Trial.Policy(("overage", [new OverageTerms { Name = "overage", Prepaid = true }])))
            .With(ScopeLevel.Seat, "pro", "overage");
        trial.Book.SetOverage(trial.Path, true, null, null, Trial.At(0));
        Assert.Equal(OverageStatus.OutOfCredit, Status());
        trial.Book.Buy(trial.Path, new MicroUsd(1), Trial.At(0));
        Assert.Equal(OverageStatus.NeedsConsent, Status());

        OverageStatus Status() => trial.Book.OverageOf(trial.Path, Given.Class, Trial.At(0));
    }

    [Fact]
    public void A_cap_above_is_told_before_a_scope_below_that_has_not_switched_it_on()
    {
        var trial = new Trial(Trial.Policy(
                ("none", [new OverageTerms { Name = "overage", Daily = default(MicroUsd) }]),
                ("overage", [new OverageTerms { Name = "overage" }])))
            .With(ScopeLevel.Organization, "pro", "none");
        trial.Book.SetOverage(trial.Path, true, null, null, Trial.At(0));
        trial.With(ScopeLevel.Seat, "overage");
        Assert.Equal(OverageStatus.CapReached, trial.Book.OverageOf(trial.Path, Given.Class, Trial.At(0)));
    }
}
