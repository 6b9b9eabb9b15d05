namespace Plimsoll.Evidence;

/// <summary>One number of a scenario with its evidence, as reports list it.</summary>
/// <param name="Path">Dotted place in the scenario, such as <c>sites.colossus-1.power</c>.</param>
/// <param name="Unit">Base unit of the three values.</param>
/// <param name="Low">Lowest credible value; equals <paramref name="Mid"/> where sources agree.</param>
/// <param name="Mid">Value the answer is computed with.</param>
/// <param name="High">Highest credible value; equals <paramref name="Mid"/> where sources agree.</param>
/// <param name="Provenance">Where it comes from.</param>
public sealed record InputRecord(string Path, string Unit, double Low, double Mid, double High, Provenance Provenance)
{
    /// <summary>Whether sources disagree, so that the answer is a range as well.</summary>
    public bool HasRange => Low < High;

    /// <summary>
    /// The most that the value can be: the whole for a share, which has no unit and is kept as a fraction of one. A
    /// count of at most one is taken for a share.
    /// </summary>
    public double Most => Unit.Length == 0 && Mid <= 1 ? 1 : double.PositiveInfinity;
}
