namespace Plimsoll.Simulation.Vidur;

/// <summary>Which of Vidur's replica schedulers a replica runs.</summary>
public enum VidurScheduler
{
    /// <summary><c>vllm</c>: batches of whole prompts first, then a token for every sequence.</summary>
    Vllm = 0,

    /// <summary><c>sarathi</c>: a token for every sequence, and chunks of prompts up to the chunk size.</summary>
    Sarathi = 1,
}
