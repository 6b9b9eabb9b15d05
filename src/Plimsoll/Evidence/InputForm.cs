namespace Plimsoll.Evidence;

/// <summary>Which values an input can take, and so how it may be varied.</summary>
public enum InputForm
{
    /// <summary>Any amount.</summary>
    Amount,

    /// <summary>A part of a whole, at most 1.</summary>
    Share,

    /// <summary>
    /// A whole number from 1, such as feeds. It is varied by doublings: a tenth more is often no whole number, and
    /// accelerators are joined in doublings, so that one less of them acts as half.
    /// </summary>
    Whole,
}
