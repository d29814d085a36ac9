"""Our own order file (CSV, XLSX, JSON): one row per order line, order fields repeated or left blank below the first.

English titles are the documented ones, Chinese ones and what other programs call the same thing are taken too.
The address comes in parts (`province`, `city`, `district`, `street`) or whole in `address`.
"""

from __future__ import annotations

from app.shops.files.columns import Format

FORMAT = Format(
    name="packbench",
    titles={
        "number": ("number", "order number", "order no", "order id", "order",
                   "订单号", "订单编号", "单号", "原始单号", "平台订单号"),
        "shop": ("shop", "store", "店铺", "店铺名称", "shop name", "来源店铺"),
        "name": ("name", "consignee", "recipient", "receiver", "full name", "consignee name", "recipient name",
                 "收件人", "收货人", "收件人姓名", "收货人姓名", "姓名"),
        "company": ("company", "consignee company", "收件公司", "收件人公司", "公司"),
        "phone": ("phone", "mobile", "telephone", "tel", "phone number", "consignee phone",
                  "手机", "手机号", "联系手机", "收件人手机", "收货人手机", "收件手机",
                  "电话", "联系电话", "收件人电话", "收货人电话"),
        "phone_2": ("phone 2", "phone_2", "备用电话", "固定电话", "固话"),
        "address": ("address", "full address", "地址", "收货地址", "收件地址", "收件人地址", "收货人地址"),
        "province": ("province", "state", "省", "省份", "收件省", "收货省份"),
        "city": ("city", "town", "市", "城市", "收件市", "收货城市"),
        "district": ("district", "county", "area", "区", "区县", "县区", "收件区", "收货区县"),
        "street": ("street", "address 1", "address line 1", "street address", "详细地址", "街道地址"),
        "street_2": ("street 2", "address 2", "address line 2"),
        "postcode": ("postcode", "postal code", "zip", "zip code", "邮编", "邮政编码"),
        "country": ("country", "country code", "国家", "国家代码"),
        "remark": ("remark", "remarks", "note", "notes", "备注", "买家留言", "订单备注"),
        "remark_2": ("shop remark", "卖家备注", "客服备注"),
        "service": ("service", "carrier", "快递", "快递公司", "快递产品", "物流公司"),
        "ordered_at": ("ordered at", "order date", "created at", "date", "下单时间", "订单创建时间", "付款时间"),
        "status": ("status", "order status", "订单状态", "状态"),
        "due_at": ("due at", "due", "due date", "ship by", "最晚发货时间", "发货截止时间", "截止时间"),
        "sequence": ("sequence", "packing sequence", "打包顺序", "装箱顺序"),
        "tote": ("tote", "container", "周转箱", "周转箱号", "料箱", "容器"),
        "flag": ("flag", "flag color", "旗帜", "标旗", "卖家备注旗帜"),
        "instruction": ("instruction", "packing instruction", "打包说明", "打包要求"),
        "instruction_shipment": ("instruction shipment", "shipment instruction", "整单说明", "发货说明"),
        "instruction_package": ("instruction package", "package instruction", "每箱说明", "包裹说明"),
        "sku": ("sku", "item sku", "product code", "商家编码", "货号", "商品编码", "规格编码"),
        "barcode": ("barcode", "ean", "gtin", "upc", "条码", "条形码", "商品条码"),
        "title": ("title", "item", "product", "product name", "item name",
                  "品名", "商品", "商品名称", "商品标题", "宝贝标题"),
        "variant": ("variant", "规格", "商品属性", "颜色尺码"),
        "quantity": ("quantity", "qty", "pieces", "数量", "商品数量", "件数", "购买数量"),
        "kit": ("kit", "kit sku", "bundle", "bundle sku", "套装", "套装编码", "组合编码"),
        "kit_barcode": ("kit barcode", "bundle barcode", "套装条码", "组合条码"),
        "per_kit": ("per kit", "quantity per kit", "每套数量", "套内数量"),
        "tracking": ("tracking", "unit tracking", "追溯", "追溯方式"),
        "shelf_days": ("shelf days", "minimum shelf days", "剩余保质天数", "最短效期天数"),
        "marks": ("marks", "mark", "标识", "包装标识"),
        "weight_g": ("weight g", "unit weight g", "单重克", "单件重量克", "重量克"),
        "barcodes": ("barcodes", "further barcodes", "更多条码", "其他条码"),
        "kind": ("kind", "line kind", "行类型", "明细类型"),
    },
)  # fmt: skip
