using Plimsoll.Evidence;

namespace Plimsoll.Scenarios.Tests.Binding;

public class When_evidence_is_stated
{
    private const string Block = "evidence: {kind: assumed, note: fixture}";
    private const string Own = "evidence: reported, source: deal";

    [Theory]
    [InlineData(Own, "evidence: reportd, source: deal",
        "s.yaml:22:63: sites.north.power: found 'reportd'; expected the kind of evidence; nearest: 'reported'; "
        + "kinds: reported, measured, derived, assumed")]
    [InlineData(Own, "evidence: reported, source: dael",
        "s.yaml:22:81: sites.north.power: found 'dael'; expected the name of a source; nearest: 'deal'; known: deal")]
    [InlineData(Own, "evidence: measured",
        "s.yaml:22:63: sites.north.power: measured evidence needs a source: "
        + "add 'source: NAME' with a name from 'sources'")]
    [InlineData(Own, "evidence: reported, source: deal, date: May",
        "s.yaml:22:93: sites.north.power: found 'May'; expected a date such as 2026-05-06")]
    [InlineData(Block, "evidence: {note: fixture}",
        "s.yaml:2:11: evidence needs a 'kind': reported, measured, derived, assumed")]
    [InlineData(Block, "evidence: {kind: assumed, notes: fixture}",
        "s.yaml:2:27: 'notes' is no key of evidence; nearest: 'note'; keys: kind, source, date, note")]
    public void Mistakes_in_it_are_reported_once(string right, string wrong, string expected) =>
        Assert.Equal([expected], Scenario.Errors(("s.yaml", Scenario.SmallWith(right, wrong))));

    [Fact]
    public void The_nearest_block_holds_and_the_inputs_own_words_amend_it()
    {
        const string block = "evidence: {kind: measured, source: deal, date: 2026-04-01, note: block}";
        var document = Loaded(Scenario.SmallText
            .Replace("power-chain: {", $"power-chain: {{{block}, ", StringComparison.Ordinal)
            .Replace("it: 1.1x", "it: {value: 1.1x, note: own}", StringComparison.Ordinal));

        var measured = new Provenance(EvidenceKind.Measured, "deal", new DateOnly(2026, 4, 1), "block");
        Assert.Equal(measured, Of(document, "power-chain.server"));
        Assert.Equal(measured with { Note = "own" }, Of(document, "power-chain.it"));
        Assert.Equal(new Provenance(EvidenceKind.Assumed, null, null, "fixture"), Of(document, "windows.session"));
    }

    private static ScenarioDocument Loaded(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            return Scenario.Document(ScenarioFile.Load(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Provenance Of(ScenarioDocument document, string path) =>
        document.Inputs.Single(input => input.Path == path).Provenance;
}
