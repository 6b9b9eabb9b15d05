namespace Plimsoll.Storage.Embedded.Frames;

/// <summary>What was found where a frame was looked for.</summary>
internal enum FrameState
{
    /// <summary>A frame.</summary>
    Whole,

    /// <summary>The end of the file.</summary>
    End,

    /// <summary>Part of a frame: the file ends in it, or sectors of it were never written.</summary>
    Torn,

    /// <summary>Every sector was written, and something else stands there now.</summary>
    Damaged,
}
