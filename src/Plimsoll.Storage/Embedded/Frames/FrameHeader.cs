namespace Plimsoll.Storage.Embedded.Frames;

/// <summary>What a frame says of itself.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Length">Bytes that it holds.</param>
/// <param name="ZeroSectors">Sectors after its first that are all zero.</param>
/// <param name="Sequence">Its place in the order of frames of its file, or of the logs.</param>
/// <param name="Checksum">CRC-32C of what it holds.</param>
internal readonly record struct FrameHeader(
    FrameKind Kind, int Length, int ZeroSectors, long Sequence, uint Checksum);
