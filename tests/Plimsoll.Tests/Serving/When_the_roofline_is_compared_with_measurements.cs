using Plimsoll.Serving;

namespace Plimsoll.Tests.Serving;

/// <summary>
/// Single figures of the ML.ENERGY benchmark v3 (December 2025, vLLM, chat task, BF16), https://ml.energy. The prompt
/// length is not published with them; a chat prompt of 100 tokens is assumed, which moves the rates by under 8 %.
/// </summary>
public sealed class When_the_roofline_is_compared_with_measurements
{
    // P90 of the error on models that the fit did not see: 21 %.
    private const double Tolerance = 0.21;

    [Theory]
    [InlineData(8, 389, 1070)]
    [InlineData(64, 396, 5147)]
    [InlineData(128, 405, 7037)]
    [InlineData(255, 404, 9010)]
    public void Llama_8B_on_one_H100_is_within_the_stated_error(int batch, double output, double measured) =>
        AssertClose(measured, Rate(Known.Llama8, 1, batch, output));

    [Theory]
    [InlineData(8, 350, 470)]
    [InlineData(64, 352, 2511)]
    [InlineData(128, 359, 3876)]
    [InlineData(511, 350, 5921)]
    public void Llama_70B_on_four_H100_is_within_the_stated_error(int batch, double output, double measured) =>
        AssertClose(measured, Rate(Known.Llama70, 4, batch, output));

    [Theory]
    [InlineData(8, 389, 486)]
    [InlineData(128, 405, 669)]
    [InlineData(255, 404, 691)]
    public void The_power_of_an_H100_is_within_a_seventh(int batch, double output, double measured)
    {
        var point = OperatingPoint.At(Known.H100, Known.Llama8, new(100, 0, output), 1, batch);

        Assert.InRange(point.PowerPerAccelerator.Value, measured * 6 / 7, measured * 8 / 7);
    }

    private static double Rate(ModelShape shape, int width, int batch, double output) =>
        width * OperatingPoint.At(Known.H100, shape, new(100, 0, output), width, batch).OutputTokensPerSecond;

    private static void AssertClose(double measured, double computed) =>
        Assert.True(Math.Abs((computed / measured) - 1) <= Tolerance,
            $"Measured {measured} tokens/s, computed {computed:0}: {(computed / measured) - 1:P1}.");
}
