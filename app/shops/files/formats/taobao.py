"""Taobao and Tmall order exports (订单编号, 收货人姓名, 收货地址, 宝贝标题 …), mostly GB18030, and their like.

The address stands in one field and is split. Numbers come as `="123"` or with an apostrophe. 宝贝总数量 counts the
whole order: it serves as quantity only while the order has one line, otherwise the order is refused
(`import.goods_unsplit`) unless a person maps the column to `quantity`. Orders paid and not yet sent come in.
"""

from __future__ import annotations

from app.shops.files.columns import Format

FORMAT = Format(
    name="taobao",
    titles={
        "number": ("订单编号", "主订单编号", "订单号", "交易编号"),
        "shop": ("店铺名称", "店铺"),
        "status": ("订单状态", "交易状态"),
        "payment_status": ("退款状态",),
        "ordered_at": ("订单创建时间", "创建时间", "下单时间"),
        "name": ("收货人姓名", "收件人姓名", "收件人", "收货人"),
        "phone": ("联系手机", "手机", "手机号码", "收货人手机号", "收件人手机"),
        "phone_2": ("联系电话", "电话", "固定电话"),
        "address": ("收货地址", "收货人地址", "收件地址", "收件人地址", "详细地址"),
        "new_address": ("修改后的收货地址",),
        "province": ("收货省份", "省", "省份"),
        "city": ("收货城市", "市", "城市"),
        "district": ("收货区县", "区", "区县"),
        "postcode": ("邮编", "邮政编码"),
        "remark": ("买家留言", "订单留言"),
        "remark_2": ("卖家备注", "订单备注", "商家备注", "备注"),
        "service": ("快递产品",),
        "flag": ("旗帜", "卖家备注旗帜", "备注旗帜", "标旗"),
        "due_at": ("最晚发货时间", "承诺发货时间"),
        "kinds": ("宝贝种类",),
        "sku": ("商家编码", "外部系统编号", "货号"),
        "barcode": ("商品条码", "条形码", "条码"),
        "title": ("宝贝标题", "标题", "宝贝名称", "商品标题"),
        "variant": ("商品属性", "销售属性", "宝贝属性"),
        "quantity": ("宝贝数量", "购买数量", "数量"),
        "order_quantity": ("宝贝总数量",),
    },
    signs=(
        ("订单编号", "宝贝标题"), ("订单编号", "宝贝名称"), ("订单编号", "商家编码"), ("订单编号", "宝贝数量"),
        ("订单编号", "收货人姓名"), ("订单编号", "收货地址"), ("订单编号", "买家会员名"), ("主订单编号", "收货地址"),
    ),
    utc_offset_h=8,
)  # fmt: skip
